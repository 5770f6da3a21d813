package import Postgres

/// The functions that masking needs, in a schema that is there only meanwhile.
///
/// They rely on the session's search path, which is `pg_catalog` alone.
package enum MaskingFunctions {
    /// The schema.
    package static let schema = "dblab_masking"

    /// Makes schema and functions.
    static let creation = [
        "CREATE SCHEMA \(schema)", mac, setPath, scramble, permute, iban, card, redact,
    ]

    /// Makes schema and functions in the transaction of a connection, or for good.
    package static func create(_ connection: Connection) async throws {
        for statement in creation { try await connection.execute(statement) }
    }

    /// Removes whatever is in the schema.
    static let removal = "DROP SCHEMA IF EXISTS \(schema) CASCADE"

    /// HMAC-SHA-256; `textsend` gives UTF-8 whatever the encoding of the database is.
    private static let mac =
        """
        CREATE FUNCTION \(schema).mac(text, bytea, bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT sha256($3 || sha256($2 || textsend($1))) $$
        """

    private static let setPath =
        """
        CREATE FUNCTION \(schema).set_path(jsonb, text[], text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$
            SELECT CASE WHEN $1 #>> $2 IS NULL THEN $1
            ELSE jsonb_set($1, $2, coalesce(to_jsonb($3), 'null'), false) END
        $$
        """

    /// A Feistel network over the characters of a text, each within its own class: a bijection of texts of one shape.
    private static let scramble =
        """
        CREATE FUNCTION \(schema).scramble(value text, ikey bytea, okey bytea) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
            letters text[] := string_to_array(value, NULL);
            base int; size int; code int;
            places int[] := '{}'; bases int[] := '{}'; sizes int[] := '{}'; codes int[] := '{}';
            shape text := ''; n int := 0; half int; first int; last int; other text; keys bytea; at int; i int;
        BEGIN
            IF value IS NULL THEN RETURN NULL; END IF;
            FOR i IN 1..coalesce(array_length(letters, 1), 0) LOOP
                code := ascii(letters[i]);
                CASE
                    WHEN code BETWEEN 48 AND 57 THEN base := 48; size := 10;
                    WHEN code BETWEEN 97 AND 122 THEN base := 97; size := 26;
                    WHEN code BETWEEN 65 AND 90 THEN base := 65; size := 26;
                    WHEN code < 192 OR code IN (215, 247) OR code BETWEEN 8192 AND 8303 OR code BETWEEN 12288 AND 12351
                        THEN size := 0;
                    WHEN code BETWEEN 192 AND 214 THEN base := 192; size := 23;
                    WHEN code BETWEEN 216 AND 222 THEN base := 216; size := 7;
                    WHEN code BETWEEN 223 AND 246 THEN base := 223; size := 24;
                    WHEN code BETWEEN 248 AND 255 THEN base := 248; size := 8;
                    WHEN code BETWEEN 256 AND 383 THEN base := 256; size := 128;
                    WHEN code BETWEEN 913 AND 929 THEN base := 913; size := 17;
                    WHEN code BETWEEN 931 AND 937 THEN base := 931; size := 7;
                    WHEN code BETWEEN 940 AND 974 THEN base := 940; size := 35;
                    WHEN code BETWEEN 1024 AND 1071 THEN base := 1024; size := 48;
                    WHEN code BETWEEN 1072 AND 1119 THEN base := 1072; size := 48;
                    WHEN code BETWEEN 1488 AND 1514 THEN base := 1488; size := 27;
                    WHEN code BETWEEN 1569 AND 1594 THEN base := 1569; size := 26;
                    WHEN code BETWEEN 1601 AND 1610 THEN base := 1601; size := 10;
                    WHEN code BETWEEN 12353 AND 12438 THEN base := 12353; size := 86;
                    WHEN code BETWEEN 12449 AND 12538 THEN base := 12449; size := 90;
                    WHEN code BETWEEN 19968 AND 40908 THEN base := 19968; size := 20941;
                    WHEN code BETWEEN 44032 AND 55203 THEN base := 44032; size := 11172;
                    ELSE RAISE EXCEPTION 'scramble does not know a character of this script' USING ERRCODE = '0A000';
                END CASE;
                IF size = 0 THEN
                    shape := shape || letters[i];
                ELSE
                    shape := shape || chr(base);
                    n := n + 1;
                    places[n] := i; bases[n] := base; sizes[n] := size; codes[n] := code - base;
                END IF;
            END LOOP;
            half := n / 2;
            FOR round IN 1..CASE WHEN n = 0 THEN 0 WHEN n = 1 THEN 1 WHEN n < 8 THEN 8 ELSE 4 END LOOP
                IF n = 1 OR round % 2 = 0 THEN first := half + 1; last := n; ELSE first := 1; last := half; END IF;
                other := CASE
                    WHEN n = 1 THEN ''
                    WHEN round % 2 = 0 THEN array_to_string(codes[1:half], ',')
                    ELSE array_to_string(codes[half + 1:n], ',')
                END;
                keys := sha256(okey || sha256(ikey || textsend(round || '|' || shape || '|' || other)));
                at := 0;
                FOR i IN first..last LOOP
                    IF at = 32 THEN keys := sha256(okey || keys); at := 0; END IF;
                    codes[i] := (codes[i] + get_byte(keys, at) * 256 + get_byte(keys, at + 1)) % sizes[i];
                    at := at + 2;
                END LOOP;
            END LOOP;
            FOR i IN 1..n LOOP letters[places[i]] := chr(bases[i] + codes[i]); END LOOP;
            RETURN array_to_string(letters, '');
        END $$
        """

    /// A Feistel network over the low bits of a number; the others stay.
    private static let permute =
        """
        CREATE FUNCTION \(schema).permute(value bigint, ikey bytea, bits int) RETURNS bigint
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
            half int := bits / 2; mask bigint := (1::bigint << (bits / 2)) - 1; t bigint; d bytea;
            l bigint := (value >> half) & mask; r bigint := value & mask;
        BEGIN
            IF value IS NULL THEN RETURN NULL; END IF;
            FOR round IN 1..4 LOOP
                d := sha256(ikey || int8send(round) || int8send(r));
                t := l # (((get_byte(d, 0)::bigint << 24) | (get_byte(d, 1) << 16) | (get_byte(d, 2) << 8) | get_byte(d, 3)) & mask);
                l := r; r := t;
            END LOOP;
            RETURN (value & ~((1::bigint << bits) - 1)) | (l << half) | r;
        END $$
        """

    private static let iban =
        """
        CREATE FUNCTION \(schema).iban(value text, ikey bytea, okey bytea) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE plain text := upper(regexp_replace(value, '\\s', '', 'g')); body text; digits text := ''; letter text;
        BEGIN
            IF plain !~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$' THEN RETURN \(schema).scramble(value, ikey, okey); END IF;
            body := \(schema).scramble(substr(plain, 5), ikey, okey);
            FOREACH letter IN ARRAY string_to_array(body || left(plain, 2) || '00', NULL) LOOP
                digits := digits || CASE WHEN letter ~ '[0-9]' THEN letter ELSE (ascii(letter) - 55)::text END;
            END LOOP;
            body := left(plain, 2) || lpad((98 - mod(digits::numeric, 97))::text, 2, '0') || body;
            RETURN CASE WHEN value ~ '\\s' THEN regexp_replace(body, '(.{4})(?=.)', '\\1 ', 'g') ELSE body END;
        END $$
        """

    private static let card =
        """
        CREATE FUNCTION \(schema).card(value text, ikey bytea, okey bytea, kept int) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
            plain text := regexp_replace(value, '[^0-9]', '', 'g'); n int := length(plain);
            body text; sum int := 0; digit int; result text := ''; at int := 1; letter text;
        BEGIN
            IF n IS NULL OR n < 12 THEN RETURN \(schema).scramble(value, ikey, okey); END IF;
            body := left(plain, kept) || \(schema).scramble(substr(plain, kept + 1, n - kept - 1), ikey, okey);
            FOR i IN REVERSE n - 1..1 LOOP
                digit := substr(body, i, 1)::int;
                IF (n - i) % 2 = 1 THEN digit := digit * 2; IF digit > 9 THEN digit := digit - 9; END IF; END IF;
                sum := sum + digit;
            END LOOP;
            body := body || ((10 - sum % 10) % 10)::text;
            FOREACH letter IN ARRAY string_to_array(value, NULL) LOOP
                IF letter ~ '[0-9]' THEN result := result || substr(body, at, 1); at := at + 1;
                ELSE result := result || letter; END IF;
            END LOOP;
            RETURN result;
        END $$
        """

    /// Every text and number of a document, but for those below the keys that stay.
    private static let redact =
        """
        CREATE FUNCTION \(schema).redact(value jsonb, ikey bytea, okey bytea, kept text[]) RETURNS jsonb
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE plain text := value #>> '{}';
        BEGIN
            CASE jsonb_typeof(value)
                WHEN 'object' THEN
                    RETURN (SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY (kept) THEN element
                        ELSE \(schema).redact(element, ikey, okey, kept) END), '{}')
                        FROM jsonb_each(value) AS e (key, element));
                WHEN 'array' THEN
                    RETURN (SELECT coalesce(jsonb_agg(\(schema).redact(element, ikey, okey, kept) ORDER BY place), '[]')
                        FROM jsonb_array_elements(value) WITH ORDINALITY AS e (element, place));
                WHEN 'string' THEN
                    RETURN to_jsonb(left(repeat(encode(sha256(okey || sha256(ikey || textsend(plain))), 'hex'),
                        length(plain) / 64 + 1), length(plain)));
                WHEN 'number' THEN
                    RETURN to_jsonb(\(schema).scramble(plain, ikey, okey)::numeric);
                ELSE RETURN value;
            END CASE;
        END $$
        """
}
