"""Chromium with an eye on what no page may do: errors in the console, requests to other hosts."""

import contextlib
import os

from playwright.sync_api import expect

# As long as everything else waits: with 300 servers on a busy machine a page takes more than the five seconds it has by default.
expect.set_options(timeout=30_000)

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 780}

# Collects what moved without being asked to, from the first moment on.
WATCH_SHIFTS = """
window.__shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shifts.push(entry.value);
}).observe({ type: 'layout-shift', buffered: true });
"""


class Browser:
    """Makes pages that are signed in or not; keeps the screenshots."""

    def __init__(self, chromium, world, screenshots, folder=None):
        self._chromium, self.world, self._screenshots, self._folder = chromium, world, screenshots, folder
        self.is_live = folder is not None
        os.makedirs(screenshots, exist_ok=True)

    @contextlib.contextmanager
    def page(self, signed_in=True, size=None, dark=False, allowed=()):
        """A page in a browser of its own. At the end it fails on errors, but those that hold a text of `allowed`."""
        context = self._chromium.new_context(
            viewport=size or WIDE, color_scheme="dark" if dark else "light", reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.add_init_script(WATCH_SHIFTS)
        if self._folder:
            context.route(lambda url: "/ui/" in url and not url.endswith("/ui/session"), self._serve)
        page = context.new_page()
        page.set_default_timeout(30_000)
        faults = self._watch(page)
        try:
            if signed_in:
                self.sign_in(page)
            yield page
            unexpected = [fault for fault in faults if not any(text in fault for text in allowed)]
            assert not unexpected, f"the page made errors: {unexpected}"
        except BaseException:
            self.picture(page, "failed")
            raise
        finally:
            context.close()

    def sign_in(self, page):
        """By the form, as a person does."""
        page.goto(self.world.url)
        page.get_by_label("Token").fill(self.world.token)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()

    def go(self, page, place, heading):
        """To another page by its address."""
        page.goto(f"{self.world.url}/#/{place}")
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)

    def picture(self, page, name, whole=True):
        """A screenshot, kept for people to look at."""
        path = os.path.join(self._screenshots, f"{name}.png")
        page.screenshot(path=path, full_page=whole)
        return path

    def _serve(self, route):
        """A file as it is now, while one works on it, rather than as it was built in."""
        route.fulfill(path=os.path.join(self._folder, route.request.url.split("/ui/")[1]))

    def _watch(self, page):
        faults = []

        def hear(message):
            if message.type in ("error", "warning"):
                faults.append(f"{message.text} {message.location.get('url', '')}")

        def see(request):
            if not request.url.startswith((self.world.url, "data:", "blob:")):
                faults.append(f"request to another host: {request.url}")

        page.on("console", hear)
        page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
        page.on("request", see)
        return faults
