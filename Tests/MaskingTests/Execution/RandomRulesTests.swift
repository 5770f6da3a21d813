import Masking
import Testing

/// Whatever the rules are: the same key makes the same data, unique stays unique, and joins keep their rows.
@Suite struct RandomRulesTests {
    static let sql = """
        CREATE TABLE a (id int PRIMARY KEY, code varchar(40) UNIQUE, x text, n numeric(8, 2), d date);
        CREATE TABLE b (id bigint PRIMARY KEY, a_id int REFERENCES a, a_code varchar(40) REFERENCES a (code), y text);
        INSERT INTO a SELECT i, 'Code-' || i, nullif('text ' || i % 40, 'text 3'), i, date '2000-01-01' + i FROM generate_series(1, 1200) i;
        INSERT INTO b SELECT i, i % 1200 + 1, 'Code-' || i % 1200 + 1, 'other ' || i % 7 FROM generate_series(1, 1500) i;
        """

    private static let digest = """
        SELECT (SELECT sum(hashtextextended(a::text, 0)::numeric) FROM public.a), (SELECT sum(hashtextextended(b::text, 0)::numeric) FROM public.b)
        """
    private static let facts = """
        SELECT (SELECT count(*) FROM public.a JOIN public.b ON a.id = a_id), (SELECT count(*) FROM public.a JOIN public.b ON code = a_code),
            (SELECT count(DISTINCT code) FROM public.a), (SELECT count(DISTINCT id) FROM public.b), (SELECT count(*) FROM public.a),
            (SELECT count(*) FROM public.a WHERE code LIKE 'Code-%')
        """

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func holdForAllOfThem(seed: UInt64) async throws {
        try await MaskingServer.with { server in
            var random = SeededRandom(state: seed)
            let rules = Self.rules(&random)
            var digests: [[[String?]]] = []
            for (name, key) in [
                ("first", "the key of these data"), ("second", "the key of these data"),
                ("third", "another key entirely"),
            ] {
                try await server.create(name, Self.sql)
                try await server.mask(name, rules, key: .test(key))
                digests.append(try await server.rows(Self.digest, in: name))
                let expected = [["1500", "1500", "1200", "1500", "1200", "0"]]
                #expect(try await server.rows(Self.facts, in: name) == expected, "\(rules.rules.map(\.title))")
            }
            #expect(digests[0] == digests[1] && digests[0] != digests[2], "\(rules.rules.map(\.title))")
        }
    }

    private static func rules(_ random: inout SeededRandom) -> MaskingRules {
        func one(_ strategies: [MaskingStrategy]) -> MaskingStrategy {
            strategies.randomElement(using: &random) ?? .hash
        }
        var rules = MaskingRules([
            .rule("a", ["id"], one([.permute, .permute])),
            .rule("a", ["code"], one([.scramble, .email, .hash, .username, .url])),
            .rule("a", ["x"], one([.text, .name, .hash, .null, .shuffle, .scramble, .partial, .choice])) {
                $0.choices = ["p", "q"]
            },
            .rule("a", ["n"], one([.noise, .generalise, .shuffle, .keep])) { $0.value = "10" },
            .rule("a", ["d"], one([.shift, .generalise, .shuffle])) { $0.value = "month" },
            .rule("b", ["id"], one([.permute, .keep])),
            .rule("b", ["y"], one([.firstName, .company, .address, .text])),
        ])
        rules.locale = MaskingRules.locales.randomElement(using: &random)
        return rules
    }
}

/// The same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
