import API
import FoundationEssentials

/// Answers in the CLI's JSON: the API's keys, with sizes in words.
enum View {
    static func clone(_ clone: Clone) throws -> JSONValue {
        try sized(tree(clone), in: ["cloneDiffSize", "logicalSize", "physicalSize"])
    }

    static func snapshot(_ snapshot: Snapshot) throws -> JSONValue {
        try sized(tree(snapshot), in: ["logicalSize", "physicalSize"])
    }

    /// Only the sizes of file systems are in words; clones keep numbers, as in DBLab.
    static func status(_ status: InstanceStatus) throws -> JSONValue {
        guard case .object(var fields) = try tree(status) else { return .null }
        let sizes: Set = ["size", "free", "used", "dataSize", "usedBySnapshots", "usedByClones"]
        fields["pools"] = fields["pools"].map { sized($0, in: sizes) }
        return .object(fields)
    }

    private static func tree(_ value: some Encodable) throws -> JSONValue {
        try JSONCoding.value(JSONValue.self, from: JSONCoding.data(value, zone: .local))
    }

    private static func sized(_ value: JSONValue, in keys: Set<String>) -> JSONValue {
        switch value {
        case .array(let values): .array(values.map { sized($0, in: keys) })
        case .object(let fields):
            .object(
                Dictionary(
                    uniqueKeysWithValues: fields.map { key, value in
                        (key, keys.contains(key) ? words(value) : sized(value, in: keys))
                    }
                )
            )
        default: value
        }
    }

    private static func words(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let bytes) where bytes >= 0: .string(ByteCount.text(UInt64(bytes)))
        case .number(let bytes) where bytes >= 0 && bytes < 1.8e19: .string(ByteCount.text(UInt64(bytes)))
        default: value
        }
    }
}
