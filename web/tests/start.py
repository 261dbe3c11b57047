"""How long it takes from opening the page to a ranking, in starts of Python alone.

Each is measured in a context of its own, with nothing kept from before; the quickest of several
counts, since whatever else the machine does only slows.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from browsing import EXAMPLES, FLAGS, PATIENCE, WEB, choose, opened, served

sys.path.insert(0, str(WEB))

import build
from fetch import members, parts

TIMES = 5
MOST = 1.6  # starts of Python alone
ALONE = """<!doctype html><title>Python</title><link rel="icon" href="data:,">
<p id="status"></p><script type="module">
const worker = new Worker("alone.js", { type: "module" });
worker.onmessage = () => { document.querySelector("#status").textContent = "Ready"; };
</script>"""
WORKER = """import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide();
postMessage(python.runPython("1 + 1"));"""


def main() -> None:
    """Measure both, and print them with their ratio."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        folder = Path(name)
        for part in parts("npm"):
            for member, data in members(part):
                (folder / member).write_bytes(data)
        (folder / "index.html").write_text(ALONE, "utf-8")
        (folder / "alone.js").write_text(WORKER, "utf-8")
        build.build()
        times: dict[str, list[float]] = {"alone": [], "page": [], "ready": [], "file": []}
        with served(folder) as alone, served(build.DIST) as page:
            for _ in range(TIMES):
                times["alone"].append(seconds(browser, alone.url))
                times["ready"].append(seconds(browser, page.url))
                times["page"].append(seconds(browser, page.url, rank=True))
                times["file"].append(
                    seconds(browser, (build.DIST / "vn766.html").as_uri(), rank=True)
                )
    best = {name: min(found) for name, found in times.items()}
    for name, found in best.items():
        print(f"{name:6} {found:6.2f} s  {found / best['alone']:5.2f} ×")
    if best["page"] > MOST * best["alone"]:
        sys.exit(f"more than {MOST} × the start of Python alone")


def seconds(browser: object, url: str, *, rank: bool = False) -> float:
    """Return how long it takes until Python is ready, or until a file is ranked."""
    begun = time.perf_counter()
    with opened(browser, url) as page:
        if rank:
            choose(page, EXAMPLES / "provinces-2025.csv")
            expect(page.locator("#ranking tbody tr")).to_have_count(34, timeout=PATIENCE)
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
