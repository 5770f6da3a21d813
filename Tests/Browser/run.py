"""Runs the tests of the web UI in Chromium; script/test-browser calls it."""

import argparse
import os
import shutil
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import graph
import operating
import pages
import resilience
import story
from browser import Browser
from world import World

TESTS = [
    story.story, pages.furnish, resilience.quick, resilience.still, pages.wide_light, pages.wide_dark,
    pages.phone_light, pages.phone_dark, pages.phone_menu, pages.dialogs, graph.calendar,
    graph.branches_and_commits, graph.snapshots_by_day, graph.refresh, operating.failing_clone,
    operating.configuration, operating.log, operating.audit_trail, operating.viewer, operating.reports,
    resilience.keyboard_only, resilience.many_clones, resilience.away_from_the_start, resilience.restart,
    resilience.signs_out,
]


def images(browser, directory):
    """The two pictures of the README."""
    with browser.page(size={"width": 1440, "height": 900}) as page:
        browser.go(page, "", "Overview")
        shutil.copy(browser.picture(page, "readme-overview", whole=False), f"{directory}/overview.png")
        browser.go(page, "branches", "Branches")
        shutil.copy(browser.picture(page, "readme-branches", whole=False), f"{directory}/branches.png")


def run(test, world, browser):
    started = time.monotonic()
    try:
        test(world if test is pages.furnish else browser)
    except Exception as error:  # every test is to run, whatever became of the one before
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "Tests/Browser" in frame.filename]
        way = " > ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in ours[1:])
        print(f"  ✗ {test.__name__}: {way}\n    {str(error)[:1500]}", flush=True)
        return False
    print(f"  ✓ {test.__name__:50} {time.monotonic() - started:6.1f} s", flush=True)
    return True


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--state", required=True)
    options.add_argument("--screenshots", required=True)
    options.add_argument("--configuration", default="debug")
    options.add_argument("--images", help="where to put the pictures of the README")
    options.add_argument("--only", help="only the tests whose name holds this")
    options.add_argument("--folder", help="serve the files below /ui/ from here, not from the program")
    options = options.parse_args()
    chosen = [t for t in TESTS if not options.only or options.only in t.__name__ or t is pages.furnish]
    with World(options.state, options.configuration) as world, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        browser = Browser(chromium, world, options.screenshots, options.folder)
        results = [run(test, world, browser) for test in chosen]
        if options.images:
            images(browser, options.images)
        chromium.close()
    print(f"{sum(results)} of {len(results)} passed; screenshots: {options.screenshots}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
