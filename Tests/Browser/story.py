"""The main story by clicks: create, connect, break, reset, destroy."""

from playwright.sync_api import expect

from world import psql


def story(browser):
    with browser.page(signed_in=False, allowed=["401 (Unauthorized)", "400 (Bad Request)"]) as page:
        sign_in_by_mistake_first(browser, page)
        connection = create(browser, page)
        orders = psql(connection, "SELECT count(*) FROM orders")
        assert int(orders) > 0
        psql(connection, "DROP TABLE orders CASCADE")
        assert psql(connection, "SELECT to_regclass('orders') IS NULL") == "t"
        reset(browser, page)
        assert psql(connection, "SELECT count(*) FROM orders") == orders
        protect_and_destroy(browser, page)


def sign_in_by_mistake_first(browser, page):
    page.goto(browser.world.url)
    expect(page.get_by_label("Token")).to_be_focused()
    browser.picture(page, "sign-in")
    page.get_by_label("Token").fill("not the token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This is not the token of this engine.")).to_be_visible()
    browser.picture(page, "sign-in-refused")
    page.get_by_label("Token").fill(browser.world.token)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_text("No clones yet")).to_be_visible()
    browser.picture(page, "overview-empty")
    kept = page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert kept == '[{},{},""]', kept
    cookies = page.context.cookies()
    assert [(c["httpOnly"], c["sameSite"]) for c in cookies] == [(True, "Strict")], cookies


def create(browser, page):
    page.get_by_role("link", name="Create clone").click()
    page.get_by_label("User", exact=True).fill("tester")
    page.get_by_label("Database", exact=False).first.fill("shop")
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("Very strong")).to_be_visible()
    page.get_by_label("Id", exact=False).last.fill("not good!")
    page.get_by_label("PostgreSQL settings").fill("work_mem = 48MB")
    expect(page.get_by_label("Command", exact=True)).to_contain_text("--db-name shop")
    page.get_by_role("button", name="Create clone").click()
    expect(page.locator("#id-error")).to_contain_text("clone ID must start with a letter or number")
    browser.picture(page, "create-refused")
    # Nothing is lost from the form.
    expect(page.get_by_label("User", exact=True)).to_have_value("tester")
    page.locator("#id").fill("story")
    page.get_by_role("button", name="Create clone").click()
    expect(page.get_by_text("ready in")).to_be_visible()
    browser.picture(page, "created")
    page.get_by_role("button", name="Copy psql string").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    connection = page.evaluate("() => navigator.clipboard.readText()")
    assert psql(connection, "SHOW work_mem") == "48MB"
    page.get_by_role("button", name="Copy URI string").click()
    uri = page.evaluate("() => navigator.clipboard.readText()")
    assert psql(f"psql '{uri}'", "SELECT current_database()") == "shop"
    return connection


def reset(browser, page):
    page.get_by_role("link", name="To the clone").click()
    expect(page.get_by_role("heading", name="story", level=1)).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("All changes made in it are lost")
    browser.picture(page, "reset-dialog", whole=False)
    dialog.get_by_role("button", name="Reset").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Goes back to a snapshot")).to_be_visible()
    expect(page.locator(".history li.good")).to_have_count(2)
    expect(page.locator(".page-head .status")).to_have_text("Ready")


def protect_and_destroy(browser, page):
    page.get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_label("Protection").select_option(label="1 hour")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".page-head .mark")).to_contain_text("protected")
    browser.picture(page, "clone")
    page.get_by_role("button", name="Destroy").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Destroy")).to_be_disabled()
    dialog.get_by_label("It is protected").fill("story")
    browser.picture(page, "destroy-dialog", whole=False)
    dialog.get_by_role("button", name="Destroy").click()
    expect(page.get_by_text("This clone was destroyed")).to_be_visible()
    browser.picture(page, "clone-destroyed")
