import Foundation

/// Makes passwords that look the same be the same (RFC 4013), as PostgreSQL does.
enum SASLPrep {
    /// The prepared text; the text itself where the rules forbid it, since PostgreSQL accepts any password.
    static func prepare(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text }
        var mapped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isMappedToNothing(scalar) {
            mapped.append(isSpace(scalar) ? " " : scalar)
        }
        guard !mapped.isEmpty else { return text }
        let normal = String(mapped).precomposedStringWithCompatibilityMapping
        let isAllowed = normal.unicodeScalars.allSatisfy { !isProhibited($0) && isAssigned($0) }
        return isAllowed && isDirected(normal) ? normal : text
    }

    /// RFC 3454, table C.1.2.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// RFC 3454, table B.1; the zero-width space is in C.1.2 too, which comes first.
    private static func isMappedToNothing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x1806, 0x180B...0x180D, 0x200C, 0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }

    /// RFC 3454, tables C.1.2 to C.9.
    private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0xA0, 0x340, 0x341, 0x6DD, 0x70F, 0x1680, 0x180E, 0x2000...0x200F, 0x2028...0x202F: true
        case 0x205F...0x2063, 0x206A...0x206F, 0x2FF0...0x2FFB, 0x3000, 0xD800...0xF8FF, 0xFDD0...0xFDEF: true
        case 0xFEFF, 0xFFF9...0xFFFF, 0x1D173...0x1D17A, 0xE0001, 0xE0020...0xE007F, 0xF0000...: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// RFC 3454 knows Unicode 3.2.
    private static func isAssigned(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return age.major < 3 || age.major == 3 && age.minor <= 2
    }

    /// RFC 3454, section 6: what has letters written from right to left has only such, also first and last.
    private static func isDirected(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard scalars.contains(where: isRightToLeft) else { return true }
        guard let first = scalars.first, let last = scalars.last else { return true }
        return isRightToLeft(first) && isRightToLeft(last) && !scalars.contains { isLeftToRight($0) }
    }

    /// RFC 3454, table D.1.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5BE, 0x5C0, 0x5C3, 0x5D0...0x5EA, 0x5F0...0x5F4, 0x61B, 0x61F, 0x621...0x63A, 0x640...0x64A: true
        case 0x66D...0x66F, 0x671...0x6D5, 0x6DD, 0x6E5, 0x6E6, 0x6FA...0x6FE, 0x700...0x70D, 0x710: true
        case 0x712...0x72C, 0x780...0x7A5, 0x7B1, 0x200F, 0xFB1D, 0xFB1F...0xFB28, 0xFB2A...0xFB36: true
        case 0xFB38...0xFB3C, 0xFB3E, 0xFB40, 0xFB41, 0xFB43, 0xFB44, 0xFB46...0xFBB1, 0xFBD3...0xFD3D: true
        case 0xFD50...0xFD8F, 0xFD92...0xFDC7, 0xFDF0...0xFDFC, 0xFE70...0xFE74, 0xFE76...0xFEFC: true
        default: false
        }
    }

    /// RFC 3454, table D.2, by what it was made from: the letters of the other scripts.
    private static func isLeftToRight(_ scalar: Unicode.Scalar) -> Bool {
        guard !isRightToLeft(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return true
        case .spacingMark: return true
        default: return false
        }
    }
}
