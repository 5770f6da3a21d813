import ArgumentParser

/// A number of bytes as people write it: `20G`, `512MiB`, `1.5T`.
struct ByteSize: Equatable, ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    /// Letters count in steps of 1024; `nil` for what is no size, too large or zero.
    init?(argument: String) {
        let number = argument.prefix { $0.isNumber || $0 == "." }
        let suffix = argument.dropFirst(number.count).uppercased()
        let units = ["": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5]
        let letter = ["IB", "B"].first { suffix.hasSuffix($0) }.map { String(suffix.dropLast($0.count)) } ?? suffix
        guard let step = units[letter], let value = Double(number) else { return nil }
        let bytes = value * Double(1 << (10 * step))
        guard bytes >= 1, bytes < Double(1 << 60) else { return nil }
        self.init(bytes: Int(bytes))
    }

    var description: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        let step = min(units.count - 1, max(0, (bytes.bitWidth - bytes.leadingZeroBitCount - 1) / 10))
        guard step > 0 else { return "\(bytes) B" }
        let tenths = (bytes >> (10 * (step - 1))) * 10 / 1024
        return "\(tenths / 10).\(tenths % 10) \(units[step])"
    }
}
