import Postgres

/// Hands everything in a database to one role, so that it can change all without being a superuser.
enum Ownership {
    /// A statement to be run in each database by a superuser.
    ///
    /// `REASSIGN OWNED` would not do: it refuses what the bootstrap superuser owns.
    static func transferStatement(to role: String) throws -> String {
        let role = try quoteLiteral(role)
        return """
            DO $transfer$
            DECLARE
                heir CONSTANT name := \(role);
                command text;
            BEGIN
                EXECUTE format('ALTER DATABASE %I OWNER TO %I', current_database(), heir);
                FOR command IN
                    SELECT format('ALTER SCHEMA %I OWNER TO %I', nspname, heir)
                    FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                UNION ALL
                    SELECT format(
                        'ALTER %s %I.%I OWNER TO %I',
                        CASE relkind
                            WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE'
                        END,
                        nspname, relname, heir)
                    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND \(isOurs)
                        AND NOT EXISTS (
                            SELECT FROM pg_depend
                            WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('a', 'i', 'e'))
                UNION ALL
                    SELECT format('ALTER ROUTINE %s OWNER TO %I', pg_proc.oid::regprocedure, heir)
                    FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
                    WHERE prokind IN ('f', 'p', 'w') AND \(isOurs) AND \(isFree("pg_proc"))
                UNION ALL
                    SELECT format('ALTER %s %I.%I OWNER TO %I',
                        CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, nspname, typname, heir)
                    FROM pg_type JOIN pg_namespace ON pg_namespace.oid = typnamespace
                    WHERE typtype IN ('e', 'd', 'r', 'c') AND \(isOurs) AND \(isFree("pg_type"))
                        AND (typrelid = 0 OR EXISTS (
                            SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
                LOOP
                    EXECUTE command;
                END LOOP;
            END
            $transfer$
            """
    }

    private static let isOurs = "nspname !~ '^pg_' AND nspname <> 'information_schema'"

    /// Whether an object belongs to no extension.
    private static func isFree(_ catalog: String) -> String {
        """
        NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = '\(catalog)'::regclass AND objid = \(catalog).oid AND deptype = 'e')
        """
    }
}
