/// A number for bytes that is the same on every machine and in every run: FNV-1a of 64 bits, against changes, not attackers.
package enum StableHash {
    /// In hexadecimal digits.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }
}
