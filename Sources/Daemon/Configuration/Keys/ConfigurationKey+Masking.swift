import Engine
import Masking

extension ConfigurationKey {
    /// The keys of a file with rules of masking.
    static let maskingRules: [ConfigurationKey] =
        [
            key(
                "unknownColumns",
                .choice(MaskingRules.UnknownColumns.allCases.map(\.rawValue)),
                nil,
                .ours,
                "columns without a rule in tables with rules: refuse (the default), make NULL, or leave"
            ),
            key(
                "everything",
                .flag,
                nil,
                .ours,
                "tables without rules count as well: nothing stays that no rule keeps"
            ),
            key("locale", .choice(MaskingRules.locales), nil, .ours, "the language of invented names; `en` by default"),
            key(
                "largeObjects",
                .choice(MaskingRules.LargeObjects.allCases.map(\.rawValue)),
                nil,
                .ours,
                "large objects: refuse if there are any (the default), remove, or leave"
            ),
        ] + rule + reference

    private static let rule: [ConfigurationKey] = [
        key("rules[].database", .text, nil, .ours, "a pattern with `*` and `?`; all databases if absent"),
        key("rules[].table", .text, nil, .ours, "a pattern: `schema.table`, or `table` in any schema"),
        key("rules[].columns", .texts, nil, .ours, "patterns; the last rule that matches a column wins"),
        key(
            "rules[].strategy",
            .choice(MaskingStrategy.allCases.map(\.rawValue)),
            nil,
            .ours,
            "what becomes of the values; see [masking.md](masking.md)"
        ),
        key(
            "rules[].where",
            .text,
            nil,
            .ours,
            "SQL: rows where it is false keep their values; for `rows`: the rows that stay"
        ),
        key(
            "rules[].domain",
            .text,
            nil,
            .ours,
            "equal values of one domain become equal; the strategy's name if absent"
        ),
        key("rules[].locale", .choice(MaskingRules.locales), nil, .ours, "the language of invented names"),
        key(
            "rules[].value",
            .text,
            nil,
            .ours,
            "of constant, sql, generalise, regexp (the replacement), partial (the sign)"
        ),
        key("rules[].pattern", .text, nil, .ours, "the regular expression of regexp"),
        key("rules[].keepFirst", .integer(0...1000), nil, .ours, "so many characters at the beginning stay"),
        key("rules[].keepLast", .integer(0...1000), nil, .ours, "so many characters at the end stay"),
        key("rules[].bits", .integer(4...62), nil, .ours, "how many bits permute changes; two fewer than the type has"),
        key("rules[].days", .integer(1...36500), nil, .ours, "the greatest distance of shift; 30 if absent"),
        key(
            "rules[].subject",
            .text,
            nil,
            .ours,
            "the column that decides about the distance of shift, such as a customer"
        ),
        key("rules[].percent", .integer(1...1000), nil, .ours, "the greatest change by noise; 10 if absent"),
        key("rules[].choices", .texts, nil, .ours, "the values of choice"),
        key("rules[].keepKeys", .texts, nil, .ours, "keys of documents that json leaves as they are"),
        key("rules[].path", .text, nil, .ours, "names joined by dots: only this text in a document"),
        key("rules[].reviewedBy", .text, nil, .ours, "who decided; shown in the report of keep"),
        key("rules[].reason", .text, nil, .ours, "why; shown in the report of keep"),
        key("rules[].allowUniquenessLoss", .flag, nil, .ours, "mask a column of a unique index all the same"),
    ]

    private static let reference: [ConfigurationKey] = [
        key("references[].database", .text, nil, .ours, "a pattern; all databases if absent"),
        key(
            "references[].from",
            .text,
            nil,
            .ours,
            "`schema.table.column` that refers to another without a foreign key"
        ),
        key("references[].to", .text, nil, .ours, "the column that it refers to"),
    ]

    static let masking: [ConfigurationKey] =
        [
            key("rulesFile", .text, nil, .ours, "a file with the same keys as below; rules here come after its rules"),
            key("keyFile", .text, nil, .ours, "a file with the secret that decides about all new values"),
            key("keyEnv", .text, nil, .ours, "the name of an environment variable with that secret"),
            key(
                "labels",
                .choice(MaskingOptions.Labels.allCases.map(\.rawValue)),
                nil,
                .ours,
                "labels of PostgreSQL Anonymizer: done by it where it is installed, else by the engine (the default); always by the engine; not at all"
            ),
        ].map { key("retrieval.masking.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning) }
        + maskingRules.map { key("retrieval.masking.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning) }
}
