import FoundationEssentials
import Masking
import Postgres
import Testing

@Suite struct CorpusTests {
    @Test func everythingIsMaskedAndNothingIsLeft() async throws {
        try await MaskingServer.with { server in
            for name in ["one", "two"] {
                try await server.create(name, SchemaCorpus.sql)
                try await server.execute(SchemaCorpus.fill(name == "one" ? 300 : 1500), in: name)
            }
            let before = try await Shape.of(server, "one")
            let tables = try await server.mask("one", SchemaCorpus.rules)
            try await server.mask("two", SchemaCorpus.rules)
            #expect(tables.count == 14 && tables.reduce(0) { $0 + $1.rows } == 300 * 3 + 20 + 100 + 50 + 60 + 2 + 3)
            #expect(try await Shape.of(server, "one") == before)
            try await checkReferences(server)
            try await checkValues(server)
            // The same values became the same in another database.
            let mails = "SELECT string_agg(email, ' ' ORDER BY email) FROM public.customers c"
            let few = try await server.rows(mails, in: "one").first?[0] ?? ""
            let many = Set((try await server.rows(mails, in: "two").first?[0] ?? "").split(separator: " "))
            #expect(few.split(separator: " ").allSatisfy { many.contains($0) })
            try await server.execute("CHECKPOINT", in: "one")
            try await checkResidue(server)
        }
    }

    private func checkReferences(_ server: MaskingServer) async throws {
        let counts = try await server.rows(
            """
            SELECT (SELECT count(*) FROM public."Order's ""big"" one" JOIN public.customers c ON c.id = customer_id),
                (SELECT count(*) FROM public."Order's ""big"" one" JOIN public.customers c ON c.email = customer_email),
                (SELECT count(*) FROM "we ird".child JOIN "we ird"."tä""ble" ON (a, b) = (x, y)),
                (SELECT count(*) FROM public.staff s JOIN public.staff b ON b.id = s.boss),
                (SELECT count(*) FROM public.ring_a a JOIN public.ring_b b ON b.id = a.b),
                (SELECT count(*) FROM public.visits JOIN public.customers c ON c.id = customer_id),
                (SELECT count(*) FROM public.mails JOIN public.customers USING (email)),
                (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated),
                (SELECT count(*) FROM public.audit), (SELECT count(*) FROM pg_namespace WHERE nspname = 'dblab_masking')
            """,
            in: "one"
        )
        #expect(counts == [["300", "300", "100", "49", "30", "300", "300", "9", "0", "0"]])
    }

    private func checkValues(_ server: MaskingServer) async throws {
        let facts = try await server.rows(
            """
            SELECT bool_and(email LIKE '%@example.com'), bool_and(loud = upper(nick)), bool_and(phone ~ '^\\+44 \\d\\d \\d{4} \\d{4}$'),
                bool_and(card ~ '^\\d{4} \\d{4} \\d{4} \\d{4}$' AND card <> '4111 1111 1111 1111'),
                bool_and(iban LIKE 'DE%' AND iban <> 'DE89 3704 0044 0532 0130 00'), bool_and(host(ip) LIKE '10.%'),
                bool_and(cardinality(tags) = 3 AND tags[2] IS NULL), bool_and(profile ->> 'mail' = email),
                bool_and(profile ->> 'size' = '12.5' AND profile #>> '{deep,name}' <> 'planted deep'),
                count(DISTINCT token) = 300, bool_and(length(notes) > 40), bool_and(salary > 0), max(id) > 10000,
                (SELECT last_value FROM public.customers_id_seq) = max(id)
            FROM public.customers
            """,
            in: "one"
        )
        #expect(facts.first?.allSatisfy { $0 == "t" } == true, "\(facts)")
    }

    /// Looks at every byte of the cluster; the log is made anew, as a refresh does.
    private func checkResidue(_ server: MaskingServer) async throws {
        let found = try await ResidueSearch(["planted", "real.test"]).files(in: server.dataDirectory)
        #expect(found.filter { !$0.contains("/pg_wal/") } == [])
    }
}

/// What masking must not change.
enum Shape {
    static func of(_ server: MaskingServer, _ database: String) async throws -> [String] {
        try await server.rows(
            """
            SELECT 'index ' || indexrelid || pg_get_indexdef(indexrelid) || indisready || indisvalid FROM pg_index WHERE indrelid >= 16384
                AND indrelid NOT IN (SELECT oid FROM pg_class WHERE relnamespace = 'pg_toast'::regnamespace)
            UNION ALL SELECT 'constraint ' || conrelid::regclass || conname || pg_get_constraintdef(oid)
                || coalesce(obj_description(oid, 'pg_constraint'), '') FROM pg_constraint WHERE conrelid >= 16384 AND conparentid = 0
            UNION ALL SELECT 'relation ' || oid || oid::regclass || relkind::text || relrowsecurity FROM pg_class
                WHERE oid >= 16384 AND relkind IN ('r', 'v', 'm', 'p', 'S')
            UNION ALL SELECT 'trigger ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
            ORDER BY 1
            """,
            in: database
        ).compactMap { $0[0] }
    }
}
