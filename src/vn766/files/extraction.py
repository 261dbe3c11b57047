"""The letters and rules of a PDF file with their places, read in a process of its own.

``python -m vn766.files.extraction`` reads a file from standard input and writes JSON (extra
``pdf``). A file made to harm may take any time and memory: the process has limits of both, and
whoever starts it waits no longer than that.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from typing import TYPE_CHECKING, Any, Final

from vn766.files import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR: Final = 2.5
"""Points: rules and letters that are so near are on one line."""
_THIN: Final = 3.0  # points: a rectangle so thin is a rule
_SMALLEST: Final = 0.1  # points


def extract(data: bytes) -> dict[str, Any]:
    """Return the pages of a PDF file, or what is wrong with it.

    A page has ``texts`` (x, y, size, text) and ``rules`` (x and y of both ends of those that go
    across or down), in points from the lower left corner.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is damaged is told once, by us
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "encrypted"}
        if len(reader.pages) > limits.PDF_PAGES:
            return {"error": "pages"}
        pages: list[dict[str, Any]] = []
        left, marks = limits.TEXT, limits.PDF_MARKS
        for page in reader.pages:
            read = _Page()
            page.extract_text(
                visitor_text=read.take_text, visitor_operand_before=read.take_operator
            )
            left -= sum(len(text) for _, _, _, text in read.texts)
            marks -= len(read.texts) + len(read.rules)
            if left < 0 or marks < 0:
                return {"error": "length"}
            pages.append({"texts": read.texts, "rules": [] if read.is_crowded else read.rules})
    except Exception:  # noqa: BLE001 (pypdf raises whatever a damaged file leads to)
        return {"error": "damaged"}
    return {"pages": pages}


class _Page:
    """The letters and rules of one page, as they are drawn."""

    def __init__(self) -> None:
        self.texts: list[tuple[float, float, float, str]] = []
        self.rules: list[tuple[float, float, float, float]] = []
        self._at = (0.0, 0.0)
        self._path: list[tuple[float, float, float, float]] = []

    def take_text(
        self, text: str, cm: Sequence[float], tm: Sequence[float], _: object, size: float | None
    ) -> None:
        """Keep a stretch of letters."""
        if text.strip():
            x, y = _moved(tm[4], tm[5], cm)
            scale = abs(tm[3] or tm[0] or 1.0) * abs(cm[3] or 1.0)
            size = _near(abs((size or 1.0) * scale)) or _SMALLEST
            self.texts.append((x, y, size, text.replace("\n", " ")))

    def take_operator(
        self, operator: bytes, operands: Sequence[Any], cm: Sequence[float], _: object
    ) -> None:
        """Keep the lines and thin rectangles of a path once it is drawn."""
        if self.is_crowded:
            return
        if operator == b"re":
            self._rectangle(*map(float, operands), cm=cm)
        elif operator == b"m":
            self._at = _moved(float(operands[0]), float(operands[1]), cm)
        elif operator == b"l":
            end = _moved(float(operands[0]), float(operands[1]), cm)
            self._draw(*self._at, *end)
            self._at = end
        elif operator in {b"S", b"s", b"f", b"F", b"f*", b"B", b"b", b"B*", b"b*"}:
            self.rules += self._path
            self._path = []
        elif operator == b"n":
            self._path = []  # a path to clip by

    def _rectangle(
        self, x: float, y: float, width: float, height: float, *, cm: Sequence[float]
    ) -> None:
        x0, y0 = _moved(x, y, cm)
        x1, y1 = _moved(x + width, y + height, cm)
        if abs(y1 - y0) <= _THIN:
            self._draw(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif abs(x1 - x0) <= _THIN:
            self._draw((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        else:
            for ends in ((x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)):
                self._draw(*ends)

    def _draw(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a line to the path if it may be a rule: pictures have thousands of others."""
        if (abs(x1 - x0) <= NEAR) != (abs(y1 - y0) <= NEAR):
            self._path.append((x0, y0, x1, y1))

    @property
    def is_crowded(self) -> bool:
        """Whether there are more rules than tables have."""
        return len(self.rules) + len(self._path) > limits.PDF_RULES


def _moved(x: float, y: float, matrix: Sequence[float]) -> tuple[float, float]:
    a, b, c, d, e, f = map(float, matrix)
    return _near(a * x + c * y + e), _near(b * x + d * y + f)


def _near(value: float) -> float:
    """Return a number of points, none so far away that nobody could lay it out."""
    return round(max(-limits.PDF_FAR, min(limits.PDF_FAR, value)), 1)  # in this order: no NaN


def allowed(size: int) -> tuple[int, int]:
    """Return the seconds and bytes of memory that a file of a size may take."""
    more = max(size - 1, 0) // limits.MIB
    seconds = min(limits.PDF_SECONDS * (1 + more), limits.PDF_WAIT)
    return seconds, limits.PDF_MEMORY + more * limits.PDF_MORE_MEMORY


def limit(size: int) -> None:
    """Hold this process to the limits of time and memory, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        seconds, memory = allowed(size)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Read a file from standard input, and write what is in it to standard output."""
    data = sys.stdin.buffer.read(limits.BYTES + 1)
    limit(len(data))
    json.dump(extract(data), sys.stdout)


if __name__ == "__main__":
    main()
