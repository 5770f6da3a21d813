"""Every page: wide and on a phone, light and dark, with names, contrast and no sideways scrolling."""

from playwright.sync_api import expect

from audit import audit
from browser import PHONE

PAGES = [
    ("", "Overview", "overview"), ("clones/new", "Create clone", "create"), ("clones/report", "report", "clone-page"),
    ("snapshots", "Snapshots", "snapshots"), ("branches", "Branches", "branches"),
    ("refreshes", "Refreshes", "refreshes"),
    ("charts", "Charts", "charts"), ("activity", "Activity", "activity"), ("logs", "Log", "log"),
    ("configuration", "Configuration", "configuration"),
]
# An engine may lack these routes: the page then says so, and the browser notes the 404.
LACKING = ["/instance/log-events", "/admin/config"]


def furnish(world):
    """A few clones, branches and commits, as after some days of work."""
    for name, user in (("report", "marek"), ("ci-4711", "ci"), ("anna-migration", "anna")):
        world.add_clone(name, user)
    world.api("POST", "/branch/snapshot", {"cloneID": "report", "message": "a table for monthly figures"})
    world.api("POST", "/branch", {"branchName": "billing", "baseBranch": "main"})
    world.add_clone("invoices", "lea", branch="billing", protected=True, protectionDurationMinutes=1440)
    world.api("POST", "/branch/snapshot", {"cloneID": "invoices", "message": "invoices by customer"})
    world.api("POST", "/branch/snapshot", {"cloneID": "ci-4711", "message": "before the column goes"})
    world.api("POST", "/snapshot/clone", {"cloneID": "anna-migration", "message": "half of the migration"})


def wide_light(browser):
    look_at_all(browser, "")


def wide_dark(browser):
    look_at_all(browser, "-dark", dark=True)


def phone_light(browser):
    look_at_all(browser, "-phone", size=PHONE)


def phone_dark(browser):
    look_at_all(browser, "-phone-dark", size=PHONE, dark=True)


def look_at_all(browser, suffix, **view):
    with browser.page(allowed=LACKING, **view) as page:
        for place, heading, name in PAGES:
            browser.go(page, place, heading)
            if name == "snapshots":
                page.locator("[data-day]").last.click()
            if name == "refreshes":
                page.locator(".report-head").first.click()
            browser.picture(page, name + suffix)
            audit(page, name + suffix)


def phone_menu(browser):
    with browser.page(size=PHONE) as page:
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("navigation")).to_be_visible()
        browser.picture(page, "menu-phone", whole=False)
        audit(page, "menu-phone")
        page.get_by_role("link", name="Branches").click()
        expect(page.get_by_role("heading", name="Branches", level=1)).to_be_visible()
        expect(page.get_by_role("navigation")).to_be_hidden()


def dialogs(browser):
    for view in ({}, {"dark": True}, {"size": PHONE}):
        with browser.page(**view) as page:
            browser.go(page, "clones/report", "report")
            for act in ("Reset", "Commit", "Destroy", "Change"):
                page.get_by_role("button", name=act).click()
                expect(page.get_by_role("dialog")).to_be_visible()
                audit(page, act)
                page.keyboard.press("Escape")
                expect(page.get_by_role("dialog")).to_have_count(0)
                # The focus is where it was.
                expect(page.get_by_role("button", name=act)).to_be_focused()
