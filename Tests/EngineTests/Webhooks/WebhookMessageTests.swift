import Engine
import Foundation
import Testing

@Suite struct WebhookMessageTests {
    private static let clone = #""database":"shop","owner":"ann","phase":"ready","port":6001,"username":"neal""#
    private static let shown = #""host":"db.example","port":6001,"username":"neal"}"#

    private static func text(_ kind: String, _ subject: String, _ payload: String) throws -> String? {
        try WebhookMessage(Event(subject: subject, kind: kind, payload: payload), host: "db.example")?.text()
    }

    @Test(arguments: [
        ("clone.ready", #","outcome":"created""#, "clone_create", #""owner_user":"ann","#, ""),
        ("clone.ready", #","outcome":"reset""#, "clone_reset", "", ""),
        ("clone.deleted", "", "clone_delete", "", ""),
        ("clone.protectionExpired", "", "clone_protection_expired", "", ""),
        (
            "clone.protectionExpiring", #","expiresInHours":"3","protectedUntil":"2026-01-01T00:00:00Z""#,
            "clone_protection_expiring", "", #","protected_till":"2026-01-01T00:00:00Z""#
        ),
    ])
    func clonesAreToldAsDBLabDoes(kind: String, more: String, type: String, owner: String, end: String) throws {
        let hours = end.isEmpty ? "" : #""expires_in_hours":3,"#
        let expected =
            #"{"container_name":"dblab_clone_6001","dbname":"shop","entity_id":"a","event_type":"\#(type)",\#(hours)"#
            + #""host":"db.example",\#(owner)"port":6001\#(end),"username":"neal"}"#
        #expect(try Self.text(kind, "clone:a", "{\(Self.clone)\(more)}") == expected)
    }

    @Test(arguments: [
        ("snapshot.created", "snapshot:p/branch/main/c/r1@x:y", "snapshot_create", "p/branch/main/c/r1@x:y"),
        ("snapshot.deleted", "snapshot:p@1", "snapshot_delete", "p@1"),
        ("branch.created", "branch:dev", "branch_create", "dev"),
        ("branch.deleted", "branch:dev", "branch_delete", "dev"),
    ])
    func otherThingsHaveNoMoreThanAName(kind: String, subject: String, type: String, entity: String) throws {
        #expect(
            try Self.text(kind, subject, #"{"reason":"unused"}"#)
                == #"{"entity_id":"\#(entity)","event_type":"\#(type)"}"#
        )
    }

    @Test(arguments: [
        ("clone.requested", "clone:a"), ("clone.deleting", "clone:a"), ("clone.failed", "clone:a"),
        ("clone.ready", "clone:a"), ("snapshot.deleting", "snapshot:p@1"),
        ("snapshot.protectionExpired", "snapshot:p@1"),
        ("refresh.finished", "refresh:1"), ("branch.updated", "branch:dev"), ("clone.committed", "clone:a"),
    ])
    func othersAreNotTold(kind: String, subject: String) throws {
        #expect(try Self.text(kind, subject, "{\(Self.clone)}") == nil)
    }

    @Test func everyTriggerHasAnEvent() {
        let events =
            WebhookMessage.kinds.map { Event(subject: "x:y", kind: $0, payload: #"{"outcome":"created"}"#) }
            + [Event(subject: "x:y", kind: "clone.ready", payload: #"{"outcome":"reset"}"#)]
        #expect(Set(events.compactMap { WebhookMessage($0, host: "")?.trigger }) == Set(WebhookTrigger.allCases))
    }
}
