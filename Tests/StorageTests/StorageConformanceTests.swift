import StorageConformance
import Testing

/// Every driver, on every file system it is for, against every check.
@Suite struct StorageConformanceTests {
    @Test(
        .enabled(if: TestPool.Kind.copy.isAvailable, TestPool.Kind.copy.reason),
        arguments: StorageConformance.allCases
    )
    func copy(passes check: StorageConformance) async throws { try await check.run(on: .copy) }

    @Test(
        .enabled(if: TestPool.Kind.btrfs.isAvailable, TestPool.Kind.btrfs.reason),
        arguments: StorageConformance.allCases
    )
    func btrfs(passes check: StorageConformance) async throws { try await check.run(on: .btrfs) }

    @Test(.enabled(if: TestPool.Kind.xfs.isAvailable, TestPool.Kind.xfs.reason), arguments: StorageConformance.allCases)
    func reflinkOnXFS(passes check: StorageConformance) async throws { try await check.run(on: .xfs) }

    @Test(
        .enabled(if: TestPool.Kind.btrfsReflink.isAvailable, TestPool.Kind.btrfsReflink.reason),
        arguments: StorageConformance.allCases
    )
    func reflinkOnBtrfs(passes check: StorageConformance) async throws { try await check.run(on: .btrfsReflink) }

    @Test(.enabled(if: TestPool.Kind.zfs.isAvailable, TestPool.Kind.zfs.reason), arguments: StorageConformance.allCases)
    func zfs(passes check: StorageConformance) async throws { try await check.run(on: .zfs) }
}
