/// The text as a quoted SQL identifier: `a"b` becomes `"a""b"`.
/// - Throws: ``PostgresError`` if the text is empty or contains NUL.
package func quoteIdentifier(_ text: String) throws -> String {
    guard !text.isEmpty else { throw PostgresError("An SQL identifier must not be empty.") }
    try refuseNUL(text)
    return "\"" + doubling("\"", in: text) + "\""
}

/// The text as a quoted SQL string, whatever `standard_conforming_strings` is set to.
/// - Throws: ``PostgresError`` if the text contains NUL.
package func quoteLiteral(_ text: String) throws -> String {
    try refuseNUL(text)
    let quoted = "'" + doubling("'", in: text) + "'"
    // The space keeps the E apart from a keyword before it.
    return text.unicodeScalars.contains("\\") ? " E" + doubling("\\", in: quoted) : quoted
}

private func refuseNUL(_ text: String) throws {
    guard !text.utf8.contains(0) else { throw PostgresError("An SQL text must not contain NUL characters.") }
}

/// Works on scalars: a quote followed by a combining mark is one `Character`, and would slip through.
private func doubling(_ mark: Unicode.Scalar, in text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar == mark { result.append(mark) }
        result.append(scalar)
    }
    return String(result)
}
