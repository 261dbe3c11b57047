"""Whether everybody can use the page: axe-core finds no violation of WCAG 2.1, level AA."""

from __future__ import annotations

import pytest

from browsing import EXAMPLES, choose, done, opened
from fetch import members, parts

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
STATES = {
    "nothing": [],
    "ranking": ["communes-2026-05.csv", "communes-2026-06.csv"],
    "problems": ["communes-with-slips.csv"],
    "documents": ["documents/cong-khai-cac-xa.toml", "documents/xep-loai-quy.csv"],
    "review": ["notice.txt"],
}


@pytest.fixture(scope="module")
def axe():
    (part,) = parts("test-npm")
    ((_, source),) = members(part)
    return source.decode()


@pytest.fixture(scope="module", params=["light", "dark"])
def shared(browser, origin, request):
    with opened(browser, origin.url, color_scheme=request.param) as page:
        yield page


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_the_way(page, axe, state, width):
    page.set_viewport_size({"width": width, "height": 900})
    if STATES[state]:
        choose(page, *(EXAMPLES / name for name in STATES[state]))
    if state == "ranking":
        page.locator("#ranking tbody th button").first.click()
        done(page)
        page.check("#same_basis")
        page.get_by_role("button", name="So sánh").click()
        done(page)
    page.evaluate(axe)
    found = page.evaluate(
        "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    assert [
        (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]
    ] == []
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= width
