"""What operators do: a clone that fails, the configuration, the log."""

import json

from playwright.sync_api import expect

from audit import audit

CONNECTION = {"dbname": "shop", "host": "10.0.0.5", "port": 5432, "username": "dblab_dump"}
CONFIGURATION = {
    "retrievalMode": "logical",
    "global": {"debug": False},
    "databaseConfigs": {"configs": {"shared_buffers": "128MB", "work_mem": "32MB"}},
    "retrieval": {
        "refresh": {"timetable": "0 3 * * mon"},
        "spec": {
            "logicalDump": {
                "options": {"source": {"connection": CONNECTION}, "databases": {"shop": {}}, "parallelJobs": 2}
            },
            "logicalRestore": {"options": {"parallelJobs": 2, "ignoreErrors": True}},
        },
    },
}
REFUSAL = 'retrieval.refresh.timetable: "0 3 * *" has 4 fields instead of 5'


def failing_clone(browser):
    """One whose server does not start: the reason and the end of its log stand on its page."""
    with browser.page() as page:
        body = {"id": "broken", "db": {"username": "tester", "password": "a-Long-enough-1"}}
        body["extra_conf"] = {"shared_preload_libraries": "no_such_library"}
        browser.world.api("POST", "/clone?wait=60s", body)
        browser.go(page, "clones/broken", "broken")
        expect(page.locator(".page-head .status")).to_have_text("Failed", timeout=60_000)
        expect(page.get_by_label("Log of the server")).to_contain_text("no_such_library")
        browser.picture(page, "clone-failed")
        audit(page, "clone-failed")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".history")).to_contain_text("is tried again")
        expect(page.locator(".page-head .status")).to_have_text("Failed", timeout=60_000)
        page.get_by_role("button", name="Destroy").click()
        page.get_by_role("dialog").get_by_role("button", name="Destroy").click()
        expect(page.get_by_text("This clone was destroyed")).to_be_visible()


def configuration(browser):
    """The answers are made up here, so that each of them is seen; the routes have their own tests."""
    with browser.page(allowed=["400 (Bad Request)"]) as page:
        sent = []
        answer_configuration(page, sent)
        browser.go(page, "configuration", "Configuration")
        expect(page.get_by_label("Host")).to_have_value("10.0.0.5")
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_text("Database ready for dump and restore")).to_be_visible()
        page.get_by_label("URL", exact=True).fill("postgresql://u@db.example:5433/x")
        page.get_by_role("button", name="Look").click()
        page.get_by_role("button", name="Take it into the form").click()
        expect(page.get_by_label("Host")).to_have_value("db.example")
        page.get_by_label("Timetable").fill("0 3 * *")
        page.get_by_role("button", name="Apply changes").click()
        expect(page.locator(".yaml .marked")).to_contain_text(REFUSAL)
        expect(page.locator("#retrieval-refresh-timetable-error")).to_have_text(REFUSAL)
        expect(page.get_by_label("Host")).to_have_value("db.example")
        browser.picture(page, "configuration-refused")
        audit(page, "configuration-refused")
        # Only what was changed is sent.
        assert sent[-1]["retrieval"]["refresh"] == {"timetable": "0 3 * *"} and "global" not in sent[-1], sent


def answer_configuration(page, sent):
    def config(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
            return route.fulfill(status=400, json={"code": "BAD_REQUEST", "message": REFUSAL})
        return route.fulfill(json=CONFIGURATION)

    text = "server:\n  port: 2345\nretrieval:\n  refresh:\n    # When\n    timetable: \"0 3 * * mon\"\n  jobs: []\n"
    probed = {"source": {"host": "db.example", "port": 5433, "username": "u", "dbname": "x"}, "pgMajorVersion": 16}
    probed |= {"detectedProvider": "generic", "databases": ["x", "y"], "sharedBuffers": "1GB"}
    tested = {"status": "ok", "result": "ok", "message": "Database ready for dump and restore", "dbVersion": 15}
    page.route("**/admin/config", config)
    page.route("**/admin/config.yaml", lambda route: route.fulfill(body=text, content_type="application/yaml"))
    page.route("**/admin/test-db-source", lambda route: route.fulfill(json=tested))
    page.route("**/admin/probe-source", lambda route: route.fulfill(json=probed))


def log(browser):
    """Made-up lines too, of every level, with markup in one of them."""
    levels = ["info", "debug", "warning", "error"] * 20
    common = {"time": "2026-01-01T10:00:00Z", "label": "dblab", "metadata": {"clone": "a"}}
    lines = [{**common, "level": level, "message": f"<b>line</b> {number}"} for number, level in enumerate(levels)]
    stream = "".join(f"data: {json.dumps(line)}\n\n" for line in lines)
    with browser.page() as page:
        answer = {"body": stream, "content_type": "text/event-stream"}
        page.route("**/instance/log-events*", lambda route: route.fulfill(**answer))
        browser.go(page, "logs", "Log")
        rows = page.locator(".log-lines li")
        expect(rows.last).to_contain_text("<b>line</b>")
        browser.picture(page, "log-lines")
        audit(page, "log-lines")
        page.get_by_role("button", name="Pause").click()
        page.get_by_label("Search the log").fill("line</b> 7")
        expect(rows.filter(has_text="<b>line</b> 70")).to_have_count(1)
