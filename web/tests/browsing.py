"""The page in a browser that watches what it asks for and complains of."""

from __future__ import annotations

import functools
import re
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import expect

WEB = Path(__file__).parents[1]
ROOT = WEB.parent
EXAMPLES = ROOT / "examples"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 300_000  # milliseconds: Python starts in some seconds, on a busy machine in many
READY = re.compile("^(?:Sẵn sàng|Ready)")
FAILED = re.compile("^(?:Không thực hiện được|It failed)")


@contextmanager
def served(folder):
    """Serve the page; `server.asked` holds what browsers asked for."""

    class Handler(SimpleHTTPRequestHandler):
        extensions_map: ClassVar = {
            ".css": "text/css",
            ".gz": "application/gzip",
            ".html": "text/html",
            ".js": "text/javascript",
            ".mjs": "text/javascript",
            ".txt": "text/plain",
        }

        def log_message(self, *_):
            server.asked.append(self.path)

        def end_headers(self):
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
            super().end_headers()

    handler = functools.partial(Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked = []
    server.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def opened(browser, url, *, forgive=None, **options):
    """Open the page in a context of its own: what it complains of or asks elsewhere is wrong.

    A breach of its policy is a complaint. `forgive` is a pattern of complaints that are not wrong.
    """
    context = browser.new_context(accept_downloads=True, **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong = []

    def on_console(said):
        if said.type in {"error", "warning"} and not (forgive and re.search(forgive, said.text)):
            wrong.append(said.text)

    def on_request(asked):
        if not asked.url.startswith((url, "data:", "blob:")):
            wrong.append(f"asked elsewhere: {asked.url[:80]}")

    page.on("console", on_console)
    page.on("filechooser", lambda _: None)  # from now on no dialog of the system opens
    page.on("pageerror", lambda error: wrong.append(str(error)))
    context.on("request", on_request)
    context.on("requestfailed", lambda asked: wrong.append(f"failed: {asked.url[:80]}"))
    page.goto(url)
    ready(page)
    try:
        yield page
    finally:
        context.close()
    assert wrong == []


def ready(page):
    """Wait until Python has started."""
    expect(page.locator("#status")).to_have_text(READY, timeout=PATIENCE)


def choose(page, *files):
    """Choose files, and wait until the page has done with them what it does first."""
    page.set_input_files("#choose", [str(file) for file in files])
    done(page)


def drop(page, *files):
    """Drop files on the page, and wait until it has done with them what it does first."""
    dropped = [(file.name, b64encode(file.read_bytes()).decode()) for file in files]
    carried = page.evaluate_handle(
        """(files) => {
          const carried = new DataTransfer();
          for (const [name, text] of files) {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            carried.items.add(new File([bytes], name));
          }
          return carried;
        }""",
        dropped,
    )
    page.dispatch_event("main", "drop", {"dataTransfer": carried})
    done(page)


def tab_to(page, selector):
    """Go to an element by the Tab key alone."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(selector)


def done(page):
    """Wait until nothing is being done, and nothing has failed."""
    settled(page)
    said = page.locator("#status").inner_text()
    assert not FAILED.search(said), said


def settled(page):
    """Wait until nothing is being done."""
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)


def table_of(page, section, at=0):
    """Return heads and cells of a table as they are shown; -1 is the last."""
    table = page.locator(f"#{section} table").nth(at)
    heads = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    cells = table.locator("tbody").evaluate(
        "(body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return heads, cells


def download(page, button):
    """Press a button, and return the name and bytes of the file that comes."""
    with page.expect_download(timeout=PATIENCE) as coming:
        button.click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()
