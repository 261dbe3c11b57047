"""Pictures of the page for the documentation: three widths, light and dark."""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import sync_playwright

from browsing import EXAMPLES, FLAGS, ROOT, WEB, choose, done, opened, served

sys.path.insert(0, str(WEB))

import build

HEIGHTS = {390: 2400, 1280: 1800, 2560: 1800}
SCHEMES = ("light", "dark")


def main() -> None:
    """Write the pictures to docs/web."""
    build.build()
    folder = ROOT / "docs" / "web"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright, served(build.DIST) as server:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in SCHEMES:
            with opened(browser, server.url, color_scheme=scheme) as page:
                page.locator("#options summary").click()
                page.fill("#own", "UBND phường Hòa Lợi")
                page.locator("#options summary").click()
                choose(page, EXAMPLES / "counts-2026-09.csv")
                page.locator("#ranking tbody th button").nth(1).click()
                done(page)
                page.locator("#unit select").select_option("Xuất sắc")
                page.locator("#unit form button").click()
                done(page)
                choose(page, EXAMPLES / "notice.txt")
                for width, height in HEIGHTS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    page.evaluate("() => scrollTo(0, 0)")
                    page.screenshot(path=folder / f"{width}-{scheme}.png")


if __name__ == "__main__":
    main()
