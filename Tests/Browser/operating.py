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


def audit_trail(browser):
    """Who asked for what: found, narrowed, and saved as a file."""
    browser.world.add_clone("audited")
    browser.world.api("DELETE", "/clone/audited?wait=60s")
    with browser.page() as page:
        browser.go(page, "activity", "Activity")
        page.get_by_role("button", name="Audit trail").click()
        trail = page.get_by_role("region", name="Audit trail")
        entries = trail.locator(".history li")
        expect(entries.filter(has_text="sign in").first).to_contain_text("verification token")
        page.get_by_label("Search the audit trail").fill("audited")
        expect(entries).to_have_count(2)
        expect(entries.first).to_contain_text("DELETE /clone/{id}")
        expect(entries.first).to_contain_text("from 127.0.0.1")
        browser.picture(page, "audit-trail")
        audit(page, "audit-trail")
        with page.expect_download() as download:
            trail.get_by_role("link", name="CSV").click()
        with open(download.value.path(), encoding="utf-8", newline="") as file:
            lines = file.read().split("\r\n")
        assert lines[0].startswith("id,at,actor") and len(lines) == 4, lines
        page.get_by_label("Result").select_option("failed")
        expect(page.get_by_text("No entry matches what you look for.")).to_be_visible()


def viewer(browser):
    """Somebody who may look only: what is not for him is not offered, and what he tries nevertheless is refused in words."""
    token = browser.world.api("POST", "/admin/tokens", {"name": "screen", "role": "viewer", "owner": "vera"})
    with browser.page(signed_in=False, allowed=["403 (Forbidden)"]) as page:
        page.goto(browser.world.url)
        page.get_by_label("Token").fill(token["token"])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
        expect(page.get_by_text("vera · viewer")).to_be_visible()
        expect(page.get_by_role("link", name="Configuration")).to_have_count(0)
        browser.go(page, "refreshes", "Refreshes")
        expect(page.get_by_role("button", name="Refresh now")).to_have_count(0)
        browser.go(page, "activity", "Activity")
        expect(page.get_by_role("button", name="Audit trail")).to_have_count(0)
        browser.go(page, "clones/report", "report")
        page.get_by_role("button", name="Reset").click()
        page.get_by_role("dialog").get_by_role("button", name="Reset").click()
        expect(page.get_by_role("dialog")).to_contain_text("this needs the role user")
        browser.picture(page, "viewer-refused")
        browser.world.api("DELETE", f"/admin/tokens/{token['id']}")


def reports(browser):
    """A standby and a masked refresh, as an engine in physical mode with rules tells of them; the answers are made up."""
    masking = {"rulesHash": "5d41402abc4b2a76b9719d911017c592", "keyID": "k7", "valuesLookedFor": 3000, "rows": 120000, "seconds": 3.2}
    masking["anonymizer"] = "1.3.1"
    masking["tables"] = [{"table": "public.users", "rows": 120000, "columns": {"email": "email", "name": "name"}}]
    masking["kept"] = [{"column": "public.users.city", "reviewedBy": "dpo", "reason": "no person is in it"}]
    sync = {"status": {"code": "OK", "message": "Replica is up"}, "lastReplayedLsn": "0/3000148"}
    sync |= {"lastReplayedLsnAt": "2026-11-01T10:00:00Z", "replicationLag": 2, "replicationUptime": 7200}
    with browser.page() as page:
        page.route("**/status", lambda route: change(route, lambda status: status.update(synchronization=sync)))
        page.route("**/instance/refreshes", lambda route: change(route, lambda all: all[0]["report"].update(masking=masking)))
        page.reload()
        browser.go(page, "refreshes", "Refreshes")
        standby = page.get_by_role("region", name="Standby")
        expect(standby).to_contain_text("Replica is up")
        expect(standby).to_contain_text("0/3000148")
        page.locator(".report-head").first.click()
        expect(page.locator(".report")).to_contain_text("email: email, name: name")
        expect(page.locator(".report")).to_contain_text("dpo: no person is in it")
        expect(page.locator(".report")).to_contain_text("labels by PostgreSQL Anonymizer 1.3.1")
        browser.picture(page, "reports")
        audit(page, "reports")


def change(route, edit):
    answer = route.fetch()
    body = answer.json()
    edit(body)
    route.fulfill(response=answer, json=body)
