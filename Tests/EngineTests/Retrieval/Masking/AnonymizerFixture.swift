import Engine
import FoundationEssentials
import Postgres
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// An installation of PostgreSQL of its own with an extension `anon` in it.
///
/// PostgreSQL Anonymizer is in no archive that tests can reach. This one is written for them and has its outer form, as its
/// documentation and its functions' behaviour say: a library that knows labels, a schema `anon`, `init`, `anonymize_database`.
struct AnonymizerFixture {
    /// Where an engine finds its PostgreSQL.
    let searchPaths: [FilePath]

    static func with(_ body: (AnonymizerFixture) async throws -> Void) async throws {
        let directory = FilePath("/tmp/dblab-anon-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let installed = try await PostgresInstallation.find(major: 15)
        let (lib, share) = ("lib/postgresql/15", "share/postgresql/15")
        // PostgreSQL looks for its files from where its programs are.
        for (from, to) in [(installed.binaries.removingLastComponent().string, lib), ("/usr/\(share)", share)] {
            let parent = directory.appending(to).removingLastComponent()
            try FileManager.default.createDirectory(atPath: parent.string, withIntermediateDirectories: true)
            try await Tool("cp").run(["-a", from, parent.string])
        }
        let place = directory.appending(share).appending("extension")
        try write(control, to: place.appending("anon.control"))
        try write(script, to: place.appending("anon--1.0.sql"))
        let source = directory.appending("anon.c")
        try write(library, to: source)
        let target = directory.appending(lib).appending("lib/anon.so")
        try await Tool("clang").run(["-shared", "-fPIC", "-O1", "-o", target.string, source.string])
        try await body(AnonymizerFixture(searchPaths: [directory.appending("lib/postgresql/15/bin")]))
    }

    private static func write(_ text: String, to place: FilePath) throws {
        try Data(text.utf8).write(to: URL(filePath: place.string))
    }

    private static let control = """
        default_version = '1.0'
        module_pathname = '$libdir/anon'
        schema = 'anon'
        relocatable = false
        requires = 'pgcrypto'
        """

    /// Declares what it needs of PostgreSQL 15 by itself: the headers are in a package with a compiler of its own.
    private static let library = """
        #include <stdbool.h>
        #include <string.h>
        #include <strings.h>
        typedef struct { int length, version, arguments, keys, name, byValue; char extra[32]; } Magic;
        typedef struct { unsigned class, object; int column; } Address;
        extern void register_label_provider(const char *, void (*)(const Address *, const char *));
        extern bool errstart(int, const char *);
        extern int errmsg(const char *, ...);
        extern void errfinish(const char *, int, const char *);

        const Magic *Pg_magic_func(void) {
            static const Magic magic = { sizeof(Magic), 1500, 100, 32, 64, true, "PostgreSQL" };
            return &magic;
        }

        static void check(const Address *object, const char *label) {
            static const char *known[] = { "MASKED WITH FUNCTION ", "MASKED WITH VALUE ", "NOT MASKED", "TABLESAMPLE ", "TRUSTED" };
            if (label == NULL) return;
            for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
                if (strncasecmp(label, known[i], strlen(known[i])) == 0) return;
            if (errstart(21, NULL)) {
                errmsg("'%s' is not a valid label for a column", label);
                errfinish("anon.c", 1, "check");
            }
        }

        void _PG_init(void) { register_label_provider("anon", check); }
        """

    private static let script = #"""
        CREATE TABLE anon.mails (address text);
        CREATE FUNCTION anon.init() RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO anon.mails SELECT 'nobody' || i || '@anon.example' FROM generate_series(1, 50) AS i;
            SECURITY LABEL FOR anon ON SCHEMA anon IS 'TRUSTED';
            SECURITY LABEL FOR anon ON SCHEMA pg_catalog IS 'TRUSTED';
            RETURN true;
        END $$;
        CREATE FUNCTION anon.fake_email() RETURNS text LANGUAGE sql VOLATILE AS $$
            SELECT address FROM anon.mails ORDER BY random() LIMIT 1 $$;
        CREATE FUNCTION anon.only_here(value text) RETURNS text LANGUAGE sql AS $$ SELECT 'only ' || length(value) $$;
        CREATE FUNCTION anon.anonymize_database() RETURNS boolean LANGUAGE plpgsql SET search_path = '' AS $$
        DECLARE
            item record;
            done boolean;
        BEGIN
            IF NOT EXISTS (SELECT FROM anon.mails) THEN RAISE 'anon.init() was not called'; END IF;
            FOR item IN
                SELECT objoid::pg_catalog.regclass AS place, pg_catalog.string_agg(pg_catalog.format('%I = %s', attname,
                    pg_catalog.regexp_replace(label, '^MASKED WITH (FUNCTION|VALUE) ', '')), ', ') AS changes
                FROM pg_catalog.pg_seclabel JOIN pg_catalog.pg_attribute ON attrelid = objoid AND attnum = objsubid
                WHERE provider = 'anon' AND objsubid > 0 AND label LIKE 'MASKED%' GROUP BY objoid
            LOOP
                EXECUTE pg_catalog.format('UPDATE %s SET %s', item.place, item.changes);
                done := true;
            END LOOP;
            RETURN done;
        END $$;
        """#
}
