import Masking
import Postgres
import Testing

@Suite struct ManyTablesTests {
    /// 1,000 tables that refer to one, some of them empty.
    @Test func aThousandTablesAreMasked() async throws {
        try await MaskingServer.with { server in
            try await server.create("many", "CREATE TABLE public.people (id int PRIMARY KEY, email text UNIQUE)")
            try await server.execute(
                "INSERT INTO public.people SELECT i, 'planted' || i || '@real.test' FROM generate_series(1, 20) i",
                in: "many"
            )
            try await server.execute(
                """
                DO $$ BEGIN FOR n IN 1..1000 LOOP
                    EXECUTE format('CREATE TABLE public.letters_%s (person int REFERENCES public.people, mail text)', n);
                    EXECUTE format('INSERT INTO public.letters_%s SELECT id, email FROM public.people WHERE id %% 10 < %s %% 3', n, n);
                END LOOP; END $$
                """,
                in: "many"
            )
            let rules = MaskingRules([
                .rule("people", ["id"], .permute), .rule("people", ["email"], .email),
                .rule("letters_*", ["mail"], .email),
            ])
            let tables = try await server.mask("many", rules)
            #expect(tables.count == 1001)
            // 334 tables of two rows, 333 of four, and as many without any.
            #expect(tables.map(\.rows).reduce(0, +) == 2020)
            for number in [1, 2, 3, 500, 1000] {
                let facts = try await server.rows(
                    """
                    SELECT count(*) = (SELECT count(*) FROM public.letters_\(number)), coalesce(bool_and(mail = email), true),
                        coalesce(bool_and(email LIKE '%@example.com'), true)
                    FROM public.letters_\(number) JOIN public.people ON id = person
                    """,
                    in: "many"
                )
                #expect(facts == [["t", "t", "t"]], "\(number)")
            }
            let keys = try await server.rows(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated",
                in: "many"
            )
            #expect(keys == [["1000"]])
        }
    }
}
