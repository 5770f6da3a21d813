import API
import Foundation
import Postgres
import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension Daemon {
    /// Waits until the standby has this status.
    @discardableResult
    func waitForSync(_ code: String) async throws -> Synchronization {
        var events = client.events(after: 0).makeAsyncIterator()
        while true {
            if let now = try await client.status().synchronization, now.status.code == code { return now }
            _ = try await events.next()
        }
    }

    /// Waits until something of this kind has happened to standbys so often.
    func waitForReplicaEvents(_ kind: String, count: Int = 1) async throws {
        var left = count
        for try await event in client.events(after: 0) where event.kind.rawValue == kind {
            left -= 1
            if left == 0 { return }
        }
    }

    /// Waits until so many refreshes have ended well since the catalog was made.
    func waitForRefreshes(_ count: Int) async throws {
        var left = count
        for try await event in client.events(after: 0) where event.kind == .refreshFinished {
            left -= 1
            if left == 0 { return }
        }
    }

    /// Waits until the standby's status says this.
    func waitForMessage(_ part: String) async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while true {
            if let now = try await client.status().synchronization, now.status.message.contains(part) { return }
            _ = try await events.next()
        }
    }

    /// Waits until users are warned of this; a standby that is started again and again fails only now and then.
    func waitForAlert(_ name: String) async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while try await client.retrieval().alerts[name] == nil { _ = try await events.next() }
    }

    /// Waits until no slot of a standby that is gone is left at the source.
    func waitForOneSlot(at source: Source) async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while try await source.value("SELECT count(*) FROM pg_replication_slots") != "1" {
            _ = try await events.next()
        }
    }

    /// Waits until no refresh is in progress.
    func waitUntilIdle() async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while ["refreshing", "snapshotting"].contains(try await client.retrieval().status) {
            _ = try await events.next()
        }
    }

    /// Waits until only one standby is left.
    /// - Parameter others: datasets that stay, as ZFS wants it, for the snapshots that were made of them.
    func waitForOneReplica(besides others: [String] = []) async throws {
        var events = client.events(after: 0).makeAsyncIterator()
        while try await Set(replicaDatasets()).subtracting(others).count != 1 { _ = try await events.next() }
    }

    /// What is there of standbys.
    func replicaDatasets() async throws -> [String] {
        try await site.pool.driver().inventory().datasets.map(\.description).filter { $0.hasPrefix("sync-") }.sorted()
    }
}

extension Site {
    /// Leaves so many megabytes of the pool.
    func fillPool(_ filler: FilePath, leaving megabytes: Int) async throws {
        let free = try PoolSpace(ofFileSystemAt: pool.directory).free
        try await Tool("fallocate").run(["-l", "\(max(free - megabytes << 20, 4096))", filler.string])
    }
}

extension Source {
    /// Waits until a standby has replayed all that is written by now.
    func waitForStandby() async throws {
        try await execute(
            """
            DO $$
            DECLARE target pg_lsn := pg_current_wal_lsn();
            BEGIN
                WHILE NOT EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn >= target) LOOP
                    PERFORM pg_sleep(0.05), pg_stat_clear_snapshot();
                END LOOP;
            END $$
            """
        )
    }

    func addOrder() async throws {
        try await execute("INSERT INTO public.orders (goods, at) VALUES (1, now())")
    }

    /// Nobody may log in from the engine's machine any more.
    func lockOut() async throws {
        try await execute("ALTER ROLE dblab_sync NOLOGIN")
        try await execute("SELECT pg_terminate_backend(pid) FROM pg_stat_replication")
    }

    func letIn() async throws { try await execute("ALTER ROLE dblab_sync LOGIN") }

    /// Writes rows that take about so much log.
    func writeLog(megabytes: Int) async throws {
        try await execute(
            """
            CREATE TABLE IF NOT EXISTS public.busy (t text);
            INSERT INTO public.busy SELECT repeat(md5(n::text), 32) FROM generate_series(1, \(megabytes) * 950) AS n;
            """
        )
    }

    func restart(_ options: String = "") async throws {
        try await control("stop", "-m", "fast")
        try await start(options)
    }

    func stop() async throws { try await control("stop", "-m", "fast") }

    /// Removes all log that is not needed for a restart, as a busy production does.
    func removeOldLog() async throws {
        for _ in 0..<4 {
            try await addOrder()
            try await execute("SELECT pg_switch_wal()")
            try await execute("CHECKPOINT")
        }
    }

    /// Another cluster with the same content at the same address, as after an upgrade.
    func becomeAnotherSystem() async throws {
        try await control("stop", "-m", "fast")
        try directory.removeAll()
        var cluster = ClusterInitialization()
        cluster.arguments = ["--wal-segsize=1"]
        let installation = try await TestedPostgres.installation()
        try await cluster.run(in: directory, installation: installation, account: ClusterTemplate.account)
        try await start()
        try await fill()
        try await execute("CREATE ROLE dblab_sync LOGIN REPLICATION PASSWORD '\(Self.password)'")
    }

    /// Makes a primary of it on a timeline of its own, as a failover does.
    func failOver() async throws {
        try await control("stop", "-m", "fast")
        let signal = directory.appending("standby.signal")
        try signal.write("")
        try await Tool("chown")("--reference=\(directory)", signal.string)
        try await start()
        try await control("promote")
    }
}
