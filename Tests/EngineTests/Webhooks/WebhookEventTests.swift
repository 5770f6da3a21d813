import Engine
import Foundation
import Testing

/// What the catalog writes is what webhooks are told.
@Suite struct WebhookEventTests {
    let catalog: Catalog

    init() throws { catalog = try Fixture.catalog() }

    private func triggers() throws -> [String] {
        try catalog.events().compactMap { WebhookMessage($0, host: "h").map { "\($0.trigger.rawValue) \($0.entity)" } }
    }

    private func ready(_ id: String) throws {
        try catalog.updateClone(id, event: "clone.ready") { ($0.phase, $0.provisionedRevision) = (.ready, $0.revision) }
    }

    @Test func aLifeOfAClone() throws {
        try catalog.insertSnapshot(try Fixture.snapshot("pool@1"))
        _ = try catalog.insertClone(Fixture.request("a"), of: "pool@1", ports: Fixture.ports(1, from: 41210))
        try ready("a")
        // Its server was started again.
        try ready("a")
        _ = try catalog.resetClone("a", to: nil)
        try ready("a")
        try catalog.deleteClone("a")
        #expect(try triggers() == ["snapshot_create pool@1", "clone_create a", "clone_reset a", "clone_delete a"])
    }

    @Test func aCloneThatIsResetBeforeItIsReadyIsCreatedOnce() throws {
        try catalog.insertSnapshot(try Fixture.snapshot("pool@1"))
        _ = try catalog.insertClone(Fixture.request("a"), of: "pool@1", ports: Fixture.ports(1, from: 41211))
        _ = try catalog.resetClone("a", to: nil)
        try ready("a")
        #expect(try triggers() == ["snapshot_create pool@1", "clone_create a"])
    }

    @Test func endsOfProtectionCarryTheClone() throws {
        let scene = try SweepScene(LifetimePolicy(expiryWarning: .seconds(3600)))
        try scene.catalog.insertSnapshot(try Fixture.snapshot("pool@1"))
        try scene.addClone("a") { ($0.isProtected, $0.protectedUntil) = (true, SweepScene.start + 7200) }
        let sweep = scene.expirySweep()
        for _ in 1...3 {
            try sweep.tick()
            scene.pass(5000)
        }
        let messages = try scene.catalog.events().compactMap { WebhookMessage($0, host: "h") }.suffix(2)
        #expect(messages.map(\.trigger) == [.cloneProtectionExpiring, .cloneProtectionExpired])
        for message in messages { #expect(try message.text().contains(#""username":"neal""#)) }
        #expect(try messages.first?.text().contains(#""expires_in_hours":1,"#) == true)
    }
}
