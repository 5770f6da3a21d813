/// SQL that reads the catalogs of PostgreSQL 12 and newer.
enum SurveyQuery {
    /// Tables of users, with those of extensions.
    private static let ours =
        """
        n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dblab_masking') AND c.relpersistence <> 't'
        """

    static let tables =
        """
        SELECT c.oid, n.nspname, c.relname, c.relkind,
            ARRAY(SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid)::text,
            ARRAY(
                SELECT attname::text FROM pg_partitioned_table p JOIN pg_attribute a ON attrelid = partrelid
                WHERE partrelid = c.oid
                    AND (attnum = ANY (partattrs::int2[])
                        OR pg_get_expr(partexprs, partrelid) ~ ('\\m' || regexp_replace(attname, '\\W', '.', 'g') || '\\M'))
                    AND attnum > 0 AND NOT attisdropped
            )::text,
            ARRAY(SELECT tgenabled::text || tgname::text FROM pg_trigger
                WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled IN ('A', 'R'))::text,
            greatest(c.reltuples, 0),
            EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f') AND \(ours)
        ORDER BY 2, 3
        """

    static let columns =
        """
        WITH RECURSIVE domain (oid, base, typmod, isnotnull) AS (
            SELECT oid, oid, -1, false FROM pg_type WHERE typtype <> 'd'
            UNION ALL
            SELECT t.oid, d.base, greatest(d.typmod, t.typtypmod), t.typnotnull OR d.isnotnull
            FROM pg_type t JOIN domain d ON d.oid = t.typbasetype WHERE t.typtype = 'd'
        )
        SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), b.typname,
            greatest(a.atttypmod, d.typmod),
            CASE WHEN coalesce(e.typtype, b.typtype) = 'e' THEN
                ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = coalesce(e.oid, b.oid) ORDER BY enumsortorder)::text
            END,
            CASE WHEN e.oid IS NOT NULL THEN e.typname || '|' || format_type(e.oid, a.atttypmod) END,
            a.attnotnull OR d.isnotnull, pg_get_expr(f.adbin, f.adrelid), a.attgenerated, a.attidentity,
            pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname),
            col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN domain d ON d.oid = a.atttypid JOIN pg_type b ON b.oid = d.base
            LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
            LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND \(ours)
        ORDER BY a.attrelid, a.attnum
        """

    static let uniqueIndexes =
        """
        SELECT i.indrelid, c.relname,
            ARRAY(
                SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                WHERE k.place <= i.indnkeyatts ORDER BY k.place
            )::text,
            pg_get_expr(i.indexprs, i.indrelid),
            ARRAY(
                SELECT a.attname::text FROM pg_depend d JOIN pg_attribute a
                ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = i.indrelid
                    AND i.indexprs IS NOT NULL AND NOT a.attnum = ANY (i.indkey::int2[])
            )::text,
            i.indisexclusion
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE (i.indisunique OR i.indisexclusion) AND i.indislive AND n.nspname !~ '^pg_'
        ORDER BY 1, 2
        """

    static let checks =
        """
        SELECT k.conrelid, k.conname, pg_get_expr(k.conbin, k.conrelid),
            ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = ANY (k.conkey))::text
        FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid <> 0 AND k.convalidated
        ORDER BY 1, 2
        """

    static let foreignKeys =
        """
        SELECT k.conname, k.conrelid, k.confrelid,
            ARRAY(SELECT attname::text FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
                JOIN pg_attribute ON attrelid = k.conrelid AND attnum = u.number ORDER BY u.place)::text,
            ARRAY(SELECT attname::text FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                JOIN pg_attribute ON attrelid = k.confrelid AND attnum = u.number ORDER BY u.place)::text,
            pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'), k.conparentid <> 0
        FROM pg_constraint k WHERE k.contype = 'f'
        ORDER BY 2, 1
        """

    static let materializedViews =
        """
        WITH RECURSIVE uses AS (
            SELECT DISTINCT r.ev_class AS view, d.refobjid AS relation
            FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
        ), level (view, depth) AS (
            SELECT oid, 0 FROM pg_class WHERE relkind IN ('v', 'm')
            UNION
            SELECT u.view, l.depth + 1 FROM uses u JOIN level l ON l.view = u.relation WHERE l.depth < 100
        )
        SELECT format('REFRESH MATERIALIZED VIEW %I.%I', n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm' AND c.relispopulated
        ORDER BY (SELECT max(depth) FROM level WHERE view = c.oid), n.nspname, c.relname
        """
}
