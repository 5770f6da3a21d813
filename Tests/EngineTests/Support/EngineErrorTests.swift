import Engine
import Testing

/// One line of all that is known, in sentences.
@Suite struct EngineErrorTests {
    @Test(
        arguments: [
            ("it is gone", nil, nil, "it is gone"), ("it is gone", "look", "Find it.", "it is gone. look. Find it."),
            ("Gone.", nil, "Find it.", "Gone. Find it."), ("is it gone?", "yes!", "Well", "is it gone? yes! Well"),
        ] as [(String, String?, String?, String)]
    )
    func partsAreSentences(message: String, detail: String?, hint: String?, expected: String) {
        #expect(EngineError(.notFound, message, detail: detail, hint: hint).description == expected)
    }
}
