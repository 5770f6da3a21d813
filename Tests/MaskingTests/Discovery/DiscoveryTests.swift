import Postgres
import Testing

@testable import Masking

@Suite struct DiscoveryTests {
    @Test(
        arguments: [
            ("anna@shop.test", .email), ("anna@shop", nil), ("a b@shop.test", nil), ("4111 1111 1111 1111", .card),
            ("4111 1111 1111 1112", nil), ("DE89 3704 0044 0532 0130 00", .iban), ("DE88 3704 0044 0532 0130 00", nil),
            ("192.0.2.1", .ip), ("1.2.3", nil), ("300.1.1.1", nil), ("2001:db8:0:0:0::1", .ip),
            ("08:00:2b:01:02:03", .mac),
            ("+49 30 1234567", .phone), ("(030) 123456", .phone), ("12345678", nil), ("2024-01-01", nil),
            ("078-05-1120", .nationalID),
            ("eyJhbGciOi.eyJzdWIi.c2ln", .token), ("ghp_0123456789abcdefghij", .token),
            ("-----BEGIN RSA PRIVATE KEY-----", .privateKey),
            ("86095742719", .nationalID), ("86095742718", nil), ("255081416802538", .nationalID),
            ("just some words", nil), ("", nil),
        ] as [(String, PersonalData?)]
    )
    func valuesTell(text: String, kind: PersonalData?) {
        #expect(ContentClues.kind(of: text) == kind)
    }

    @Test(
        arguments: [
            ("email", .email), ("eMailAddress", .email), ("customer_first_name", .firstName), ("Vorname", .firstName),
            ("filename", nil), ("created_at", nil), ("dateOfBirth", .birthday), ("IBAN", .iban),
            ("zip-code", .postcode),
            ("password_hash", .password), ("status", nil), ("prénom", .firstName),
        ] as [(String, PersonalData?)]
    )
    func namesTell(name: String, kind: PersonalData?) {
        #expect(NameClues.kind(of: name) == kind)
    }

    @Test func aScanFindsWhatHasNoRuleAndShowsNoValue() async throws {
        try await MaskingServer.with { server in
            try await server.create(
                "shop",
                """
                CREATE TABLE people (id int, email text, x1 text, x2 jsonb, x3 text[], born date, quantity int, x4 text);
                COMMENT ON COLUMN people.x4 IS 'phone of the customer';
                INSERT INTO people SELECT i, 'u' || i || '@real.test', 'DE89370400440532013000', '{"last_name": "Miller"}',
                    ARRAY['+49 30 1234' || i], now(), i, 'x' FROM generate_series(100, 200) i
                """
            )
            let connection = try await server.connect("shop")
            let schema = try await SchemaSurvey(connection).schema()
            let rules = MaskingRules([.rule("people", ["email"], .email)])
            let found = try await DataScan(connection, schema: schema, rules: rules).findings()
            await connection.close()
            let kinds = found.map { "\($0.name) \($0.kind.rawValue) \($0.strategy.rawValue) \($0.isHandled)" }
            #expect(
                kinds == [
                    "email email email true", "x1 iban iban false", "x2 lastName json false", "x3 phone phone false",
                    "born birthday shift false", "x4 phone phone false",
                ]
            )
            #expect(found[0].confidence > 0.9 && !"\(found)".contains("real.test") && !"\(found)".contains("Miller"))
            #expect(found.proposedRules.contains("- { table: public.people, columns: [x1], strategy: iban }"))
        }
    }
}
