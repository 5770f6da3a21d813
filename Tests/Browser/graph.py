"""Branches, commits and snapshots by clicks."""

from playwright.sync_api import expect


def branches_and_commits(browser):
    with browser.page() as page:
        browser.go(page, "branches", "Branches")
        nodes = page.locator(".graph circle")
        expect(nodes.first).to_be_visible()
        before = nodes.count()
        page.get_by_role("button", name="New branch").click()
        page.get_by_label("Name").fill("pricing")
        page.get_by_role("button", name="Create branch").click()
        expect(page.locator("[data-clone], th").filter(has_text="pricing").first).to_be_visible()
        browser.world.add_clone("prices", branch="pricing")
        browser.go(page, "clones/prices", "prices")
        page.get_by_role("button", name="Commit").click()
        page.get_by_label("Message").fill("prices with <b>tax</b>")
        page.get_by_role("dialog").get_by_role("button", name="Commit").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        browser.go(page, "branches", "Branches")
        expect(nodes).to_have_count(before + 1)
        expect(page.locator(".graph-list").get_by_text("prices with <b>tax</b>")).to_be_visible()
        browser.picture(page, "branches-after-commit")
        page.get_by_label("Search messages").fill("tax")
        expect(page.locator(".graph-list li:not(.faded)")).to_have_count(1)
        browser.world.api("DELETE", "/clone/prices?wait=60s")
        page.get_by_role("button", name="Delete branch pricing").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete branch").click()
        expect(page.get_by_role("button", name="Delete branch pricing")).to_have_count(0)
        expect(nodes).to_have_count(before)


def snapshots_by_day(browser):
    with browser.page(allowed=["400 (Bad Request)", "409 (Conflict)"]) as page:
        browser.go(page, "snapshots", "Snapshots")
        rows = page.locator("tbody tr")
        page.get_by_label("Search messages and ids").fill("half of the")
        expect(rows).to_have_count(1)
        page.get_by_role("button", name="Protect").click()
        page.get_by_role("dialog").get_by_label("Protection").select_option(label="Until I end it")
        page.get_by_role("button", name="Save").click()
        expect(rows.first).to_contain_text("protected")
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        # The engine's own words, in the dialog, which stays.
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("is protected")
        browser.picture(page, "refusal-dialog", whole=False)
        page.keyboard.press("Escape")
        rows.first.get_by_role("link", name="Clone").click()
        expect(page.get_by_role("heading", name="Create clone", level=1)).to_be_visible()
        expect(page.locator(".radio-list input:checked")).to_have_count(1)


def calendar(browser):
    with browser.page() as page:
        day = page.locator("[data-day]").last
        day.click()
        expect(page.locator(".snapshot-lines a").first).to_be_visible()
        day.click()
        expect(page.get_by_text("Choose a marked day")).to_be_visible()
        page.get_by_role("button", name="Month before").click()
        expect(page.locator("[data-day]")).to_have_count(0)


def refresh(browser):
    with browser.page() as page:
        browser.go(page, "refreshes", "Refreshes")
        reports = page.locator(".report-head")
        expect(reports.first).to_be_visible()
        before = reports.count()
        page.get_by_role("button", name="Refresh now").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        browser.picture(page, "refresh-running")
        expect(reports).to_have_count(before + 1)
        expect(reports.first).to_contain_text("Finished", timeout=120_000)
        reports.first.click()
        expect(page.get_by_text("Left out")).to_be_visible()
        expect(page.get_by_role("button", name="Refresh now")).to_be_visible()
