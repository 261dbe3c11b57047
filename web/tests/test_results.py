"""The HTML of every result in a browser: narrow screens, light and dark, a strict policy."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from runpy import run_path

import pytest

import vn766
from browsing import ROOT

VALUES = run_path(str(ROOT / "tests" / "show" / "results.py"))["VALUES"]
WIDTH = 390
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

# Of every element with words of its own: their contrast against the background behind them.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (color, below) => {
    canvas.fillStyle = `rgb(${below})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (color) => color.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Canvas";
  const canvasColor = over(getComputedStyle(probe).backgroundColor, [255, 255, 255]);
  probe.remove();
  const behind = (element) => {
    const below = element.parentElement ? behind(element.parentElement) : canvasColor;
    return over(getComputedStyle(element).backgroundColor, below);
  };
  return [...document.querySelectorAll("body, body *")]
    .filter((element) => [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const ground = behind(element);
      const style = getComputedStyle(element);
      const svg = element.namespaceURI.endsWith("svg");
      const ink = over(svg ? style.fill : style.color, ground);
      const [least, most] = [light(ground), light(ink)].sort((a, b) => a - b);
      return (most + 0.05) / (least + 0.05);
    });
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def narrow(browser, request):
    """A page as wide as a phone, and what the browser complained of."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 800},
        color_scheme=request.param,
        java_script_enabled=True,
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def check(page):
    assert page.complaints == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTH
    assert page.evaluate("document.querySelector('.vn766').getBoundingClientRect().right") <= WIDTH
    contrasts = page.evaluate(CONTRASTS)
    assert contrasts
    assert min(contrasts) >= LEAST_CONTRAST


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", VALUES)
def test_a_page_of_its_own(narrow, name, language, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(VALUES[name].to_html(language=language, page=True), "utf-8")
    narrow.goto(file.as_uri())
    for details in narrow.locator("details").all():
        details.evaluate("(element) => { element.open = true; }")
    check(narrow)


@pytest.mark.parametrize("name", VALUES)
def test_a_part_of_a_strict_page(narrow, name, tmp_path):
    style = vn766.stylesheet()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    file = tmp_path / "page.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>x</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" '
        f'content="light dark"><style>{style}</style></head><body>{VALUES[name].to_html()}</body>',
        "utf-8",
    )
    narrow.goto(file.as_uri())
    check(narrow)
