"""The styles of a document: one for every element of the decree, and some of the house.

Each states all of its properties, so that it means the same on top of anybody's template. Measures
that the decree gives come from its rules; spaces that it leaves open are chosen here, in points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from vn766.nd30.decree import decree
from vn766.nd30.measures import twips

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.nd30.decree import Element
    from vn766.nd30.measures import Sizes

CELL_PT: Final = 12
"""The size of letters in tables, about which the decree says nothing."""

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAME: Final = "NĐ 30 "
_JUSTIFIED: Final = frozenset({"basis", "body", "heading", "article", "clause-title"})
# Space above and below, where the decree asks for none: the room for a signature among it.
_SPACES_PT: Final[dict[str, tuple[float, float]]] = {
    "number": (6, 0),
    "place-date": (6, 0),
    "kind": (18, 0),
    "addressee": (12, 12),
    "recipients-label": (2, 0),
    "signer": (66, 0),
    "enclosure": (2, 3),
}
_SIDES_MM: Final = {"subject": 10, "annex-title": 6, "enclosure": 6, "letter-subject": 2}


class _Style(NamedTuple):
    """One paragraph style: sizes in points, indents in millimetres."""

    id: str
    label: str
    size: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    first_line: float = 0
    sides: float = 0
    extra: str = ""  # further properties of the paragraph
    line: str = ""  # another spacing of lines than single


def style_id(element: str) -> str:
    """Return the id of the style of an element, such as ``nd30-motto``."""
    return f"nd30-{element}"


def size_of(element: str, sizes: Sizes) -> float:
    """Return the size of an element's letters in points, in one of the sets that go together.

    Example:
        >>> size_of("motto", "13/14/14"), size_of("motto", "12/13/13")
        (14.0, 13.0)
    """
    size = decree().element(element).size
    large = sizes == decree().size_sets[0].id
    return float(size.most if large else size.least)


def styles_xml(sizes: Sizes) -> Iterator[str]:
    """Yield the styles as WordprocessingML."""
    for element in decree().elements:
        yield _xml(_element_style(element, sizes))
    yield from map(_xml, _house_styles())


def _element_style(element: Element, sizes: Sizes) -> _Style:
    body = decree().body
    before, after = _SPACES_PT.get(element.id, (0.0, 0.0))
    first_line = 0.0
    align = element.align or "left"
    if element.id in _JUSTIFIED:
        align, first_line = body.align, float(body.first_line_mm[-1])
        after = float(body.space_pt)
    if element.id == "letter-subject":
        before = float(body.subject_space_pt)
    return _Style(
        id=element.id,
        label=element.label.text("vi"),
        size=size_of(element.id, sizes),
        bold=bool(element.bold),
        italic=bool(element.italic),
        align=align,
        before=before,
        after=after,
        first_line=first_line,
        sides=_SIDES_MM.get(element.id, 0),
    )


def _house_styles() -> Iterator[_Style]:
    """Yield the styles of what the decree has no element for."""
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    thin = 'w:line="60" w:lineRule="exact"'
    yield _Style("rule", "Đường kẻ", 2, align="center", before=3, after=8, extra=border, line=thin)
    yield _Style("end", "Cuối phần", 1, line='w:line="20" w:lineRule="exact"')
    yield _Style("after-table", "Sau bảng", 6)
    yield _Style("note", "Ghi chú dưới bảng", CELL_PT, align="both", before=3)
    yield _Style("cell-head", "Tiêu đề bảng", CELL_PT, bold=True, align="center")
    for align, label in (("left", "trái"), ("center", "giữa"), ("right", "phải")):
        yield _Style(f"cell-{align}", f"Ô bảng, canh {label}", CELL_PT, align=align)


def _xml(style: _Style) -> str:
    line = style.line or 'w:line="240" w:lineRule="auto"'
    align = {"justify": "both"}.get(style.align, style.align)
    indents = [f'w:left="{twips(style.sides)}"', f'w:right="{twips(style.sides)}"']
    if style.first_line:
        indents.append(f'w:firstLine="{twips(style.first_line)}"')
    return (
        f'<w:style w:type="paragraph" w:customStyle="1"'
        f' w:styleId="{style_id(style.id)}"><w:name w:val={quoteattr(_NAME + style.label)}/>'
        f"<w:qFormat/><w:pPr><w:widowControl/>{style.extra}"
        f'<w:spacing w:before="{_twentieths(style.before)}" w:beforeAutospacing="0"'
        f' w:after="{_twentieths(style.after)}" w:afterAutospacing="0" {line}/>'
        f'<w:ind {" ".join(indents)}/><w:contextualSpacing w:val="0"/><w:jc w:val="{align}"/>'
        f"</w:pPr><w:rPr>{letters_xml(style.size, bold=style.bold, italic=style.italic)}</w:rPr>"
        "</w:style>"
    )


def font_xml() -> str:
    """Return the one font, for letters of every kind."""
    family = quoteattr(decree().font.family)
    kinds = ("ascii", "hAnsi", "eastAsia", "cs")
    return f"<w:rFonts {' '.join(f'w:{kind}={family}' for kind in kinds)}/>"


def letters_xml(size: float, *, bold: bool = False, italic: bool = False) -> str:
    """Return the properties of letters: font, weight, slant, colour, size and language."""
    font = decree().font
    half_points = round(2 * size)
    return (
        f'{font_xml()}<w:b w:val="{bold:d}"/><w:bCs w:val="{bold:d}"/>'
        f'<w:i w:val="{italic:d}"/><w:iCs w:val="{italic:d}"/>'
        f'<w:color w:val="{font.color}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/>'
        f'<w:lang w:val="{font.language}" w:eastAsia="{font.language}"/>'
    )


def _twentieths(points: float) -> int:
    return round(20 * points)
