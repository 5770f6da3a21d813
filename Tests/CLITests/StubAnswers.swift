import StubEngine

/// What a small engine answers.
enum StubAnswers {
    static func clone(_ id: String, _ code: String = "OK", message: String = "m") -> String {
        """
        {"id": "\(id)", "branch": "main", "protected": false, "createdAt": "2026-01-01T00:00:00Z", "deleteAt": null,
         "snapshot": {"id": "pool@snapshot_1", "physicalSize": 1024, "logicalSize": 147849216},
         "status": {"code": "\(code)", "message": "\(message)"},
         "db": {"connStr": "host=h port=6000 user=u dbname=postgres", "host": "h", "port": "6000"},
         "metadata": {"cloneDiffSize": 2048, "logicalSize": 147849216, "cloningTime": 0.1, "maxIdleMinutes": 0}}
        """
    }

    static func event(_ id: Int, _ kind: String, subject: String = "refresh:1", payload: String = "{}") -> String {
        """
        id: \(id)
        data: {"id": \(id), "at": "2026-01-01T00:00:00Z", "subject": "\(subject)", "kind": "\(kind)", "payload": \(payload)}


        """
    }

    static func refusal(_ status: Int, _ code: String, _ message: String) -> StubAnswer {
        .json(status, #"{"code": "\#(code)", "message": "\#(message)"}"#)
    }
}
