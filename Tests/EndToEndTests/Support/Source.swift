import Foundation
import Postgres
import RuntimeConformance
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// A PostgreSQL server with a small shop, as a user's production would be: reached by TCP with a password only.
struct Source: Sendable {
    @TaskLocal static var current: Source?

    let directory: FilePath
    let port: Int
    static let password = "dump-password-of-the-source"

    /// Makes a source, and takes it down when `body` ends.
    static func with(_ body: (Source) async throws -> Void) async throws {
        try await CleanUp.after { cleanUp in
            let directory = try FilePath.makeTemporaryDirectory()
            cleanUp.add { try await blocking { _ in try directory.removeAll() } }
            let block = try PortBlock()
            cleanUp.add { block.release() }
            let data = FilePath("/tmp/dblab-source-\(UUID().uuidString.prefix(8))")
            try await ClusterTemplate.shared.copy(to: data)
            cleanUp.add { try await blocking { _ in try data.removeAll() } }
            let source = Source(directory: data, port: block.ports.lowerBound)
            try await source.start()
            cleanUp.add { try await source.control("stop", "-m", "immediate") }
            try await source.fill()
            try await body(source)
        }
    }

    /// Stops it, as a broken network would make it seem; start it again afterwards.
    func start(_ further: String = "") async throws {
        let options =
            "-p \(port) -c listen_addresses=127.0.0.1 -c unix_socket_directories=\(directory) -c fsync=off -c autovacuum=off \(further)"
        try await control("start", "-l", directory.appending("log").string, "-o", options)
    }

    func control(_ verb: String, _ arguments: String...) async throws {
        let installation = try await TestedPostgres.installation()
        let tool = Tool(
            installation.program("pg_ctl").string,
            account: ClusterTemplate.account,
            workingDirectory: "/"
        )
        try await tool.run([verb, "-w", "-D", directory.string] + arguments)
    }

    func fill() async throws {
        try await execute("CREATE DATABASE shop", in: "postgres")
        try await execute("CREATE ROLE dblab_dump LOGIN PASSWORD '\(Self.password)'")
        // Of version 14; before, whoever dumps is let in object by object.
        let readsAll = try await TestedPostgres.installation().major >= 14
        try await execute(
            readsAll
                ? "GRANT pg_read_all_data TO dblab_dump"
                : ["SELECT ON TABLES", "SELECT ON SEQUENCES", "USAGE ON SCHEMAS"].map {
                    "ALTER DEFAULT PRIVILEGES GRANT \($0) TO dblab_dump"
                }.joined(separator: "; ")
        )
        try await execute(Shop.creation, in: "shop")
    }

    /// Runs statements as the source's owner.
    func execute(_ statements: String, in database: String = "shop") async throws {
        let connection = try await Connection(
            ConnectionParameters(host: directory.string, port: port, user: "postgres", database: database)
        )
        try await connection.execute(statements)
        await connection.close()
    }
}

/// What the source holds, and what users do to it.
enum Shop {
    static let creation = """
        CREATE TABLE public.goods (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE public.orders (id bigserial PRIMARY KEY, goods int REFERENCES public.goods, at timestamptz NOT NULL);
        CREATE INDEX orders_at ON public.orders (at);
        INSERT INTO public.goods SELECT n, md5(n::text) FROM generate_series(1, 2000) n;
        INSERT INTO public.orders (goods, at)
            SELECT 1 + n % 2000, '2026-01-01'::timestamptz + n * interval '1 minute' FROM generate_series(1, 5000) n;
        """
    /// What a migration that stops half-way leaves behind.
    static let damage = """
        ALTER TABLE public.orders ADD COLUMN total numeric;
        DELETE FROM public.orders WHERE id % 3 = 0;
        UPDATE public.goods SET name = 'broken' WHERE id % 7 = 0;
        """
    /// One text that changes with any of the data.
    static let checksum = """
        SELECT md5(concat(
            (SELECT string_agg(g::text, ',' ORDER BY id) FROM public.goods g),
            (SELECT string_agg(o::text, ',' ORDER BY id) FROM public.orders o)))
        """
}
