/// The data that clones are checked by.
enum Shop {
    static let creation = """
        CREATE TABLE public.goods (id int PRIMARY KEY, name text NOT NULL);
        INSERT INTO public.goods SELECT n, md5(n::text) FROM generate_series(1, 2000) n;
        """
    static let addition = "INSERT INTO public.goods SELECT n, md5(n::text) FROM generate_series(2001, 2500) n;"
    /// What a migration that went wrong leaves behind.
    static let damage = "DELETE FROM public.goods WHERE id % 3 = 0; ALTER TABLE public.goods ADD COLUMN broken int;"
    /// One text that changes with any of the data.
    static let checksum = "SELECT md5(string_agg(g::text, ',' ORDER BY id)) FROM public.goods g"
}
