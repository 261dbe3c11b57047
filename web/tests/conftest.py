"""What the tests of the page share: the page as it was built, and one browser for all."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

import build
from browsing import FLAGS, opened, served


@pytest.fixture(scope="session")
def dist():
    build.build()
    return build.DIST


@pytest.fixture(scope="session")
def origin(dist):
    """Where the page is served."""
    with served(dist) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def shared(browser, origin):
    """One page for all tests of a module: to start Python takes the most time."""
    with opened(browser, origin.url) as page:
        yield page


@pytest.fixture
def page(shared):
    """The shared page without files and with no options."""
    for button in reversed(shared.locator("#list .quiet").all()):
        button.click()
    expect(shared.locator("#list li")).to_have_count(0)
    for name in ("#pool", "#own"):
        shared.locator(name).evaluate("(field) => { field.value = ''; }")
    shared.locator("#within").evaluate("(field) => { field.value = ''; }")
    shared.locator("#same_basis").evaluate("(field) => { field.checked = false; }")
    for details in shared.locator("#files details[open]").all():
        details.evaluate("(details) => { details.open = false; }")
    return shared
