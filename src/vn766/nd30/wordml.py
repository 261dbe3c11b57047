"""A document as WordprocessingML: its lines and tables, and the styles of its elements.

The text is built as a string: a table of 65 rows would cost a hundred times as much cell by cell.
Every letter passes `escape`; characters that XML cannot hold never get here, since a `Document`
refuses them. Letters and spaces are those of the styles, by the id of their element: each states
all of its properties, so that it means the same on top of anybody's template. Measures that the
decree gives come from its rules; spaces that it leaves open are chosen here, in points. Only what
depends on a text's length stands in the paragraphs themselves.
"""

from __future__ import annotations

from html import escape
from itertools import accumulate, groupby
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from vn766.nd30 import layout
from vn766.nd30.decree import decree
from vn766.nd30.layout import Line
from vn766.nd30.measures import fit, line_up, part_line_mm, sheet, twips, width_mm
from vn766.nd30.model import Document, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.nd30.decree import Element
    from vn766.nd30.layout import HeadCell, Printed
    from vn766.nd30.measures import Face, Fit, Sheet, Sizes
    from vn766.nd30.model import AnnexFile, Frame, Orientation, Run

_ROOT: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
)
_END: Final = "</w:body></w:document>"
_KEEP: Final = "<w:keepNext/>"
_LEFT_OF_SIGNATURE: Final = 0.45  # of the text's width
_LINES_TOGETHER: Final = 25  # of recipients, at the most, on the page of the signature
_LINES_BESIDE: Final = 10  # of recipients, as high as a signature
_CELL_SIDE: Final = 57  # twips, about a millimetre
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NO_BORDERS: Final = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def document_xml(document: Document | AnnexFile, *, sizes: Sizes, header: str) -> str:
    """Return the main part; `header` is the id of the part with the page number."""
    parts = [_ROOT]
    *earlier, last = _sections(document, sizes)
    for section in earlier:
        parts += [*section.parts, _paragraph("end", "", _section(section.orientation, header))]
    # Word wants a paragraph behind a table that ends a document.
    end = (_paragraph("end", ""), _section(last.orientation, header), _END)
    return "".join((*parts, *last.parts, *end))


class _Section(NamedTuple):
    """Pages of one orientation: the document itself, or an annex."""

    orientation: Orientation
    parts: Iterable[str]


def _sections(document: Document | AnnexFile, sizes: Sizes) -> Iterator[_Section]:
    if isinstance(document, Document):
        yield _Section("portrait", (*_first_page(document, sizes), *_body(document)))
    for at, annex in enumerate(document.annexes):
        yield _Section(annex.orientation, _annex(document, at, sizes))


def _first_page(document: Document, sizes: Sizes) -> Iterator[str]:
    """Yield what stands above the text, element by element in the order of the decree."""
    frame = document.frame
    widths = line_up(frame, sizes)
    left, right = widths.left_mm, widths.right_mm
    subject = list(layout.subject_lines(document))
    issuer = list(layout.issuer_lines(frame))
    names = (_line(line) for line in issuer)
    number = [_plain("number", layout.number_text(frame))]
    if document.kind == "letter":
        number += map(_line, subject)
    texts = decree().texts
    motto_mm = width_mm(texts.motto, size_of("motto", sizes), "bold")
    rows = [
        (
            "".join(names) + _rule(part_line_mm(_last_mm(issuer, sizes, left)), left),
            _plain("national-name", texts.national_names[0])
            + _plain("motto", texts.motto)
            + _rule(motto_mm, right),
        ),
        ("".join(number), _plain("place-date", layout.place_date_text(frame))),
    ]
    yield _layout_table(rows, (left, right), "Thể thức đầu văn bản")
    text = sheet("portrait").text_mm
    if document.kind == "report":
        yield from map(_line, subject)
        yield _rule(part_line_mm(_last_mm(subject, sizes, text)), text)
    yield from _addressees(frame, sizes)
    yield from map(_line, layout.basis_lines(document))


def _last_mm(lines: Sequence[Line], sizes: Sizes, room: float) -> float:
    """Return how long the last of `lines` is on paper, at most the room it has."""
    line = lines[-1]
    face: Face = "italic" if decree().element(line.element).italic else "bold"
    return min(room, width_mm(line.text, size_of(line.element, sizes), face))


def _addressees(frame: Frame, sizes: Sizes) -> Iterator[str]:
    """Yield "Kính gửi" in the middle; several addressees with their dashes below the colon."""
    lines = list(layout.addressee_lines(frame))
    if not lines:
        return
    size, room = size_of("addressee", sizes), sheet("portrait").text_mm
    first, *names = lines
    if not names:
        yield _line(first, '<w:jc w:val="center"/>')
        return
    to_colon = width_mm(first.text.rstrip(":"), size)
    dash = width_mm("- ", size)
    block = max(to_colon + width_mm(line.text, size) for line in names)
    begin = max((room - block) / 2, float(decree().body.first_line_mm[-1]))
    close = f'{_KEEP}<w:spacing w:after="0"/>'
    yield _line(first, f'{close}<w:ind w:left="{twips(begin)}"/>')
    left, hanging = twips(begin + to_colon + dash), twips(dash)
    for line in names:
        after = ' w:after="0"' if line is not names[-1] else ""
        space = f'<w:spacing w:before="0"{after}/>'
        indent = f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'
        yield _line(line, space + indent)


def _body(document: Document) -> Iterator[str]:
    """Yield the text and the signature; its last line is never alone on the page before it."""
    *printed, last = layout.body_lines(document)
    yield from _printed(printed, "portrait")
    yield from _printed([last], "portrait", keep=_KEEP)
    yield _signature(document.frame)


def _printed(
    printed: Iterable[Printed], orientation: Orientation, *, keep: str = ""
) -> Iterator[str]:
    """Yield lines and tables; headings, and what opens a list or table, stay with what follows."""
    everything = list(printed)
    above_tables = [*(isinstance(each, Table) for each in everything[1:]), False]
    for each, is_above_table in zip(everything, above_tables, strict=False):  # none, if none
        if isinstance(each, Line):
            opens = each.element in {"heading", "clause-title"} or each.text.endswith(":")
            yield _line(each, _KEEP if opens or is_above_table else keep)
        else:
            yield from _data_table(each, sheet(orientation).text_mm)


def _signature(frame: Frame) -> str:
    room = sheet("portrait").text_mm
    left = room * _LEFT_OF_SIGNATURE
    recipients = list(layout.recipient_lines(frame))
    beside = _lines_beside(recipients, left)
    signs = [_line(line, _KEEP) for line in layout.signature_lines(frame)]
    if not frame.signature.name:
        signs.append(_paragraph("signer", "", _KEEP))
    first = (_line(recipient, _KEEP) for recipient in recipients[:beside])
    rows = [("".join(first), "".join(signs))]
    rest = "".join(map(_line, recipients[beside:]))
    loose = [(rest, _paragraph("end", ""))] if rest else []
    return _layout_table(rows, (left, room - left), "Nơi nhận và người ký", loose)


def _lines_beside(recipients: Sequence[Line], room: float) -> int:
    """Return how many of `recipients` hold together with the signature: all, if they are few.

    Of a list that would fill half a page, only those as high as the signature do; the others may
    go on over pages.
    """
    heights = [
        ceil(width_mm(recipient.text, float(decree().element(recipient.element).size.least)) / room)
        for recipient in recipients
    ]
    if sum(heights) <= _LINES_TOGETHER:
        return len(recipients)
    return sum(1 for height in accumulate(heights) if height <= _LINES_BESIDE)


def _annex(document: Document | AnnexFile, at: int, sizes: Sizes) -> Iterator[str]:
    annex = document.annexes[at]
    heads = list(layout.annex_heads(document, at))
    yield from (_line(line, _KEEP) for line in heads)
    room = sheet(annex.orientation).text_mm
    yield _rule(part_line_mm(_last_mm(heads, sizes, room)), room)
    yield from _printed(layout.blocks_of(annex.blocks), annex.orientation)


# Paragraphs.


def _line(line: Line, properties: str = "") -> str:
    return _paragraph(line.element, _runs(line.runs), properties)


def _plain(element: str, text: str) -> str:
    return _paragraph(element, f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def _paragraph(element: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(element)}"/>{properties}</w:pPr>{runs}</w:p>'


def _runs(runs: Iterable[Run]) -> str:
    """Return runs; neighbours of one kind are one."""
    parts: list[str] = []
    for (bold, italic), alike in groupby(runs, key=lambda run: (run.bold, run.italic)):
        text = escape("".join(run.text for run in alike))
        kind = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
        properties = f"<w:rPr>{kind}</w:rPr>" if kind else ""
        parts.append(f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>')
    return "".join(parts)


def _rule(length_mm: float, room_mm: float) -> str:
    """Return a line in the middle of `room_mm`: the border of an empty paragraph."""
    side = twips(max(0.0, (room_mm - length_mm) / 2))
    return _paragraph("rule", "", f'<w:ind w:left="{side}" w:right="{side}"/>')


def _section(orientation: Orientation, header: str) -> str:
    """Return the end of a section: its paper, and page numbers that begin anew, hidden on 1."""
    page: Sheet = sheet(orientation)
    across = ' w:orient="landscape"' if orientation == "landscape" else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:pgSz w:w="{twips(page.width_mm)}" w:h="{twips(page.height_mm)}"{across}/>'
        f'<w:pgMar w:top="{twips(page.top_mm)}" w:right="{twips(page.right_mm)}"'
        f' w:bottom="{twips(page.bottom_mm)}" w:left="{twips(page.left_mm)}"'
        f' w:header="{twips(page.header_mm)}" w:footer="{twips(page.header_mm)}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


# Tables.


def _layout_table(
    rows: Sequence[tuple[str, str]],
    widths_mm: tuple[float, float],
    caption: str,
    loose: Sequence[tuple[str, str]] = (),
) -> str:
    """Return a table that only places things side by side, without borders.

    Rows hold together, but for the `loose` ones at its end.
    """
    widths = [twips(width) for width in widths_mm]
    parts = [_table_properties(widths, _NO_BORDERS, 0, caption)]
    for row in (*rows, *loose):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths, row, strict=True)
        )
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if row in rows else ""
        parts.append(f"<w:tr>{whole}{cells}</w:tr>")
    return "".join((*parts, "</w:tbl>"))


def _table_properties(widths: Sequence[int], borders: str, side: int, caption: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = escape(caption)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{side // 2}" w:type="dxa"/>'
        f'<w:left w:w="{side}" w:type="dxa"/><w:bottom w:w="{side // 2}" w:type="dxa"/>'
        f'<w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{said}"/><w:tblDescription w:val="{said}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _data_table(table: Table, room_mm: float) -> Iterator[str]:
    """Yield a table with its head, which every page repeats, its rows, and its notes."""
    fitted = fit(table, room_mm)
    widths = [twips(width) for width in fitted.widths_mm]
    yield _table_properties(widths, _BORDERS, _CELL_SIDE, table.title)
    yield from _head(table, widths, fitted)
    yield from _rows(table, widths, fitted)
    yield "</w:tbl>"
    notes = list(layout.notes_of(table))
    yield from (_plain("note", note) for note in notes)
    yield _paragraph("after-table", "")


def _head(table: Table, widths: Sequence[int], fitted: Fit) -> Iterator[str]:
    rows = layout.head_rows(table)
    letters = _shrunk(fitted)
    covered: dict[int, HeadCell] = {}  # by the columns that they begin in, also from above
    for row in rows:
        begins = {cell.column: cell for cell in row}
        covered |= begins
        cells: list[str] = []
        x = 0
        while x < len(widths):
            cells.append(_head_cell(covered[x], widths, letters, first=x in begins))
            x += covered[x].columns
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _head_cell(cell: HeadCell, widths: Sequence[int], letters: str, *, first: bool) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ""
    if cell.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    text = f"<w:r>{letters}<w:t>{escape(cell.text)}</w:t></w:r>" if first else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_paragraph("cell-head", text)}</w:tc>'
    )


def _rows(table: Table, widths: Sequence[int], fitted: Fit) -> Iterator[str]:
    """Yield all rows; what is the same in every cell of a column is made once."""
    plain, strong = _shrunk(fitted), _shrunk(fitted, bold=True)
    begins = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(f"cell-{column.align}")}"/></w:pPr><w:r>'
        for width, column in zip(widths, table.columns, strict=True)
    ]
    ordinary = [f"{begin}{plain}<w:t>" for begin in begins]
    bold = [f"{begin}{strong}<w:t>" for begin in begins]
    for y, row in enumerate(table.rows):
        starts = bold if y in table.emphasised else ordinary
        cells = "</w:t></w:r></w:p></w:tc>".join(
            [start + escape(cell) for start, cell in zip(starts, row, strict=True)]
        )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:t></w:r></w:p></w:tc></w:tr>"


def _shrunk(fitted: Fit, *, bold: bool = False) -> str:
    """Return the properties of letters that are not those of the style."""
    properties = "<w:b/><w:bCs/>" if bold else ""
    if fitted.size_pt != CELL_PT:
        half_points = 2 * fitted.size_pt
        properties += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


# --- styles ---------------------------------------------------------------------------------------

CELL_PT: Final = 12
"""The size of letters in tables, about which the decree says nothing."""

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
    """Return the size of an element's letters in points, in one of the sets that go together."""
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
        f' w:styleId="{style_id(style.id)}"><w:name w:val="{escape(_NAME + style.label)}"/>'
        f"<w:qFormat/><w:pPr><w:widowControl/>{style.extra}"
        f'<w:spacing w:before="{_twentieths(style.before)}" w:beforeAutospacing="0"'
        f' w:after="{_twentieths(style.after)}" w:afterAutospacing="0" {line}/>'
        f'<w:ind {" ".join(indents)}/><w:contextualSpacing w:val="0"/><w:jc w:val="{align}"/>'
        f"</w:pPr><w:rPr>{letters_xml(style.size, bold=style.bold, italic=style.italic)}</w:rPr>"
        "</w:style>"
    )


def font_xml() -> str:
    """Return the one font, for letters of every kind."""
    family = escape(decree().font.family)
    kinds = ("ascii", "hAnsi", "eastAsia", "cs")
    fonts = " ".join(f'w:{kind}="{family}"' for kind in kinds)
    return f"<w:rFonts {fonts}/>"


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
