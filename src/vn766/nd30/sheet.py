"""The measures of a document's pages and letters, chosen from what the decree allows.

Lengths are in twips (1/20 of a point) as files hold them, unless a name says otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from vn766.nd30.decree import decree
from vn766.nd30.layout import place_date_text
from vn766.nd30.metrics import width_mm

if TYPE_CHECKING:
    from decimal import Decimal

    from vn766.nd30.model import Frame, Orientation

Sizes: TypeAlias = Literal["13/14/14", "12/13/13"]
"""The two sets of sizes that go together in one document, named as in the decree."""

_LARGE: Final = "13/14/14"
_SMALL: Final = "12/13/13"
_TWIPS_PER_MM: Final = 1440 / 25.4
_PART_OF_LINE: Final = 0.42  # between a third and a half
_WIDEST_DATE: Final = 2 / 3  # of the text's width, before place and date are broken into lines
_SLACK_MM: Final = 1.0  # what renderers round
_GAP_MM: Final = 2.0  # between the names that stand side by side


def twips(millimetres: float | Decimal) -> int:
    """Return a length in twips.

    Example:
        >>> twips(25.4), twips(10)
        (1440, 567)
    """
    return round(float(millimetres) * _TWIPS_PER_MM)


class Sheet(NamedTuple):
    """Paper and margins in millimetres: the widest text that the decree's margins leave."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float

    @property
    def text_mm(self) -> float:
        """How wide the text is."""
        return self.width_mm - self.left_mm - self.right_mm


@cache
def sheet(orientation: Orientation) -> Sheet:
    """Return the page; the margins are the same for the page as it is displayed.

    Example:
        >>> sheet("portrait").text_mm, sheet("landscape").text_mm
        (165.0, 252.0)
    """
    page = decree().page
    short, long = float(page.width_mm), float(page.height_mm)
    width, height = (short, long) if orientation == "portrait" else (long, short)
    margins = page.margins
    return Sheet(
        width_mm=width,
        height_mm=height,
        top_mm=float(margins.top.least),
        bottom_mm=float(margins.bottom.least),
        left_mm=float(margins.left.least),
        right_mm=float(margins.right.least),
        header_mm=float(page.sample.header_mm),
    )


class LineUp(NamedTuple):
    """How wide the two columns at the top of the first page are, in millimetres."""

    left_mm: float
    right_mm: float


def sizes_for(frame: Frame) -> Sizes:
    """Return the larger sizes if place and date fit beside the issuer with them, else the smaller.

    Example:
        >>> from vn766.nd30.model import Signature, Frame
        >>> frame = Frame(issuer="Sở Nội vụ", symbol="SNV-VP", place="Thành phố Hồ Chí Minh",
        ...     called="Sở Nội vụ", signature=Signature(lines="Giám đốc"), recipients="Các sở")
        >>> sizes_for(frame)
        '13/14/14'
    """
    left = _issuer_mm(frame, _LARGE)
    right = _motto_mm(frame, _LARGE)
    return _LARGE if left + _GAP_MM + right <= sheet("portrait").text_mm else _SMALL


def line_up(frame: Frame, sizes: Sizes) -> LineUp:
    """Return the columns: each as wide as its longest line needs, and what is left shared.

    A name of an issuer that is too long is broken into lines; the national name never is, place
    and date only if they would leave no room for the issuer.
    """
    text = sheet("portrait").text_mm
    left, right = _issuer_mm(frame, sizes), _motto_mm(frame, sizes)
    spare = text - left - right
    if spare >= _GAP_MM:
        return LineUp(left + spare / 2, right + spare / 2)
    if right > text * _WIDEST_DATE:
        right = _national_name_mm(sizes)
    right += 2 * _GAP_MM  # half of it on either side of what stands in the middle
    return LineUp(text - right, right)


def part_line_mm(text_mm: float) -> float:
    """Return how long the line below a text is that is a third to a half of it."""
    return text_mm * _PART_OF_LINE


def _national_name_mm(sizes: Sizes) -> float:
    size = decree().size_set(sizes).national_name
    return width_mm(decree().texts.national_names[0], float(size), "bold") + _SLACK_MM


def _motto_mm(frame: Frame, sizes: Sizes) -> float:
    size = decree().size_set(sizes).place_date
    dated = width_mm(place_date_text(frame), float(size), "italic") + _SLACK_MM
    return max(_national_name_mm(sizes), dated)


def _issuer_mm(frame: Frame, sizes: Sizes) -> float:
    size = float(decree().size_set(sizes).national_name)
    lines = [width_mm(name.upper(), size) for name in frame.parent]
    lines += [width_mm(name.upper(), size, "bold") for name in frame.issuer]
    return max(lines) + _SLACK_MM
