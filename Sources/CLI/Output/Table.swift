/// Rows with aligned columns.
struct Table {
    var header: [String]
    var rows: [[String]] = []

    /// The lines, without spaces at their ends.
    var lines: [String] {
        let all = ([header] + rows).map { $0.map(Printable.line) }
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 2)
            }
            return Self.trimmed(cells.joined())
        }
    }

    func print() {
        for line in lines { Output.text(line) }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
