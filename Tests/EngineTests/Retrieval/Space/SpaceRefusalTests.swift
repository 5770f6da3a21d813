import Engine
import Storage
import SystemPackage
import Testing

@Suite struct SpaceRefusalTests {
    @Test func aRefreshThatCannotFitEndsBeforeItBegins() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let service = laboratory.service(
                try laboratory.transferStages(),
                retryDelays: [.zero],
                driver: SizedDriver(driver: laboratory.driver, size: PoolSpace(size: 2048, free: 1024))
            )
            let refresh = try await laboratory.refresh(service)
            #expect(refresh.state == .failed && refresh.isCleared)
            let words = refresh.failure ?? ""
            #expect(
                words.contains("does not fit: it takes about") && words.contains("1.0 KiB free of 2.0 KiB"),
                "\(words)"
            )
            #expect(try laboratory.catalog.refreshes().count == 1, "room does not come by trying again")
            #expect(try laboratory.catalog.events().allSatisfy { $0.kind != "refresh.stageDone" })
            #expect(try service.overview().alerts.map(\.kind) == [.refreshFailed])
            #expect(try await laboratory.driver.inventory() == StorageInventory())
        }
    }
}
