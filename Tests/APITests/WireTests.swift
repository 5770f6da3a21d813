import API
import FoundationEssentials
import Testing

@Suite struct WireTests {
    @Test func cloneHasExactlyDBLabsFields() throws {
        let clone = Clone(
            id: "c1",
            branch: "main",
            createdAt: Timestamp(Date(timeIntervalSince1970: 0)),
            status: CloneStatus(.creating)
        )
        #expect(
            try JSONCoding.text(clone, indent: 2) == """
                {
                  "branch": "main",
                  "createdAt": "1970-01-01T00:00:00Z",
                  "db": {
                    "connStr": "",
                    "dbName": "",
                    "host": "",
                    "password": "",
                    "port": "",
                    "username": ""
                  },
                  "deleteAt": null,
                  "id": "c1",
                  "metadata": {
                    "cloneDiffSize": 0,
                    "cloningTime": 0,
                    "logicalSize": 0,
                    "maxIdleMinutes": 0
                  },
                  "protected": false,
                  "revision": 0,
                  "snapshot": null,
                  "status": {
                    "code": "CREATING",
                    "message": "Clone is being created."
                  }
                }
                """
        )
    }

    @Test func statusWritesNullsThatDBLabWrites() throws {
        let fields = try JSONCoding.value(JSONValue.self, from: JSONCoding.data(InstanceStatus()))
        #expect(fields["synchronization"] == .null)
        #expect(fields["retrieving"]?["lastRefresh"] == .null)
        #expect(fields["retrieving"]?["activity"] == .null)
        #expect(fields["retrieving"]?["progress"] == nil)
        #expect(fields["cloning"]?["protectionMaxDurationMinutes"] == nil)
    }

    @Test func everythingSurvivesTheWire() throws {
        var status = InstanceStatus()
        let snapshot = Snapshot(id: "p@s", createdAt: Timestamp("2026-01-01T00:00:00Z") ?? .zero, physicalSize: .max)
        status.cloning.clones = [Clone(id: "a", snapshot: snapshot, warnings: ["weak"])]
        status.retrieving.alerts["refresh_failed"] = RetrievalAlert(level: "error", message: "tab\t\"ü\\", count: 3)
        status.retrieving.progress = RefreshProgress(refreshID: "7", tablesTotal: 4)
        status.synchronization = Synchronization()
        #expect(try JSONCoding.value(InstanceStatus.self, from: JSONCoding.data(status)) == status)
        let laidOut = try JSONCoding.text(status, indent: 4)
        #expect(try JSONCoding.value(InstanceStatus.self, from: Data(laidOut.utf8)) == status)
    }

    @Test func acceptsBareAnswersOfOldServers() throws {
        let text = #"{"id": "a", "status": {"code": "NEW"}, "db": {}, "metadata": {}, "surprise": [1]}"#
        let clone = try JSONCoding.value(Clone.self, from: Data(text.utf8))
        #expect(clone.branch.isEmpty)
        #expect(clone.status.code == CloneStatus.Code(rawValue: "NEW"))
    }

    @Test func requestsUseDBLabsNames() throws {
        let request = CloneCreateRequest(
            db: .init(username: "u", password: "p", databaseName: "d"),
            extraConf: ["work_mem": "1MB"]
        )
        #expect(
            String(decoding: try JSONCoding.data(request), as: UTF8.self)
                == #"{"db":{"db_name":"d","password":"p","restricted":false,"username":"u"},"extra_conf":{"work_mem":"1MB"}}"#
        )
        let reset = String(decoding: try JSONCoding.data(CloneResetRequest(latest: true)), as: UTF8.self)
        #expect(reset == #"{"latest":true}"#)
    }

    @Test(arguments: [
        (#"{"db": {"username": 1}}"#, "field `db.username` has the wrong type, expected a string"),
        (#"{"db": []}"#, "field `db` has the wrong type, expected an object"),
        (#"{"protected": "yes"}"#, "field `protected` has the wrong type, expected true or false"),
        (#"{"extra_conf": {"a": 1}}"#, "field `extra_conf.a` has the wrong type, expected a string"),
        (#"{"protectionDurationMinutes": {}}"#, "wrong type, expected an integer"),
        ("[]", "field `(document)` has the wrong type, expected an object"),
        ("{\"id\": ", "not valid JSON"),
        ("", "not valid JSON"),
    ])
    func namesTheBadField(text: String, expected: String) throws {
        let error = try #require(throws: DecodingError.self) {
            try JSONCoding.value(CloneCreateRequest.self, from: Data(text.utf8))
        }
        #expect(JSONCoding.reason(of: error).contains(expected))
    }

    @Test func layoutLeavesStringsAlone() throws {
        let value: JSONValue = ["a{[,:": .array([.string("x\\\"},"), .object([:]), .array([])]), "b": .integer(1)]
        #expect(
            try JSONCoding.text(value, indent: 2) == """
                {
                  "a{[,:": [
                    "x\\\\\\"},",
                    {},
                    []
                  ],
                  "b": 1
                }
                """
        )
    }
}
