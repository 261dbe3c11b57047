"""The workbook of a document: written empty, filled in by an office, read again by `filled`.

Labels, examples and explanations are those of ``fields.toml``. Heads are kept by a validation that
refuses what is typed over them, not by a locked sheet: in a locked one rows are neither inserted
nor sorted, and what is pasted locks its cells.
"""

# XlsxWriter has no type stubs.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from vn766.errors import MissingExtraError
from vn766.framework import get_framework
from vn766.framework.registry import COUNTS_EDITION
from vn766.report.fields import ABOUT_ONE_UNIT, definitions
from vn766.report.figures import default_texts
from vn766.vi import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.framework.model import Node
    from vn766.report.fields import DocumentKind, Field

CONTENT: Final = (
    ("tasks",),
    ("duties",),
    ("requests",),
    ("sections", "paragraphs"),
    ("sections", "items"),
    ("sections", "duties"),
)
"""The entries whose texts stand in the sheet of contents."""
UNIT_COLUMNS: Final = ("Tên đơn vị", "Mã định danh", "Cấp")
"""The heads of the columns in front of the figures, as readers know them."""
SERIES: Final = (
    ("unit",),
    ("period",),
    ("published", "total"),
    ("published", "band"),
    ("published", "rank"),
    ("published", "of"),
    ("published", "pool"),
)
"""The entries of a period that stand in the sheet of periods."""
_COUNT_COLUMNS: Final = ("Chỉ số", "Tên chỉ số", "Tử số", "Mẫu số", "Điểm")
_LAST_ROW: Final = 5_000  # that validations reach
_LINE_POINTS: Final = 17
_LINES: Final = 3  # blank rows below an entry that is a list
_LISTS: Final = frozenset(
    {
        *("frame.parent", "frame.issuer", "frame.addressees", "frame.recipients"),
        *("frame.archive", "frame.signature.lines", "texts.basis", "options.nodes"),
    }
)
_NEEDED: Final = frozenset(
    {
        *("document", "frame.issuer", "frame.called", "frame.symbol", "frame.place"),
        *("frame.recipients", "frame.signature.lines"),
    }
)
_BODY: Final = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_FRAMED: Final = _BODY | {"border": 1, "text_wrap": True}


def frame_fields(kind: str | None) -> Iterator[Field]:
    """Yield the entries that stand in the first sheet of a kind, or of any, in their order."""
    tables = ("base", "cumulative", "series", "components", "sections")
    for each in definitions().fields:
        root, path = each.path[0], each.path
        above = definitions().at(path[:1])
        if not each.example or root in tables or above is None:
            continue
        if kind is not None and not (each.is_used_by(kind) and above.is_used_by(kind)):
            continue
        if path not in _ELSEWHERE:
            yield each


_ELSEWHERE: Final = frozenset(
    {
        *(("units", "file"), ("units", "sheet"), ("annex", "file"), ("annex", "sheet")),
        *(("annex", "heads"), ("annex", "rows"), ("result", "code"), ("result", "level")),
        *(("result", "file"), ("result", "sheet"), ("result", "period"), ("result", "points")),
        *(("result", "counts"), ("result", "published", "retrieved_at")),
        *(("tasks",), ("duties",), ("requests",)),
    }
)


def new_workbook(kind: DocumentKind, *, counts: bool = False) -> bytes:
    """Return the workbook of a kind of document, with a sheet of points or of counts.

    Raises:
        MissingExtraError: if the extra ``xlsx`` is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        extra = "xlsx"
        raise MissingExtraError(extra) from error
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        pages = _Pages(book, kind)
        pages.frame()
        pages.content()
        if kind == "district-report":
            pages.series()
        if counts:
            pages.counts()
        else:
            pages.points()
        pages.texts()
        pages.annex()
    return content.getvalue()


class _Pages:
    """The sheets of one workbook, written one by one."""

    def __init__(self, book: Any, kind: DocumentKind) -> None:
        self._book, self._kind = book, kind
        self._words, self._sheets = definitions().words, definitions().sheets
        form = book.add_format
        self._title = form(_BODY | {"bold": True, "font_size": 14})
        self._how = form(_BODY | {"italic": True, "text_wrap": True})
        self._head = form(
            _FRAMED | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDEBF7"}
        )
        self._label = form(_FRAMED | {"bold": True})
        self._told = form(_FRAMED | {"font_color": "#595959", "italic": True, "font_size": 11})
        # Texts stay as they are typed: dates and numbers of documents are none of Excel's.
        self._entry = form(_FRAMED | {"num_format": "@", "bg_color": "#FFFFE5"})
        self._text = form(_FRAMED | {"num_format": "@"})
        self._points = form(_FRAMED | {"num_format": "0.00"})
        self._whole = form(_FRAMED | {"num_format": "0"})

    def frame(self) -> None:
        """Write the sheet of the frame: an entry a row, with an example and an explanation."""
        words = self._words
        sheet = self._sheet("frame", (30, 48, 36, 60), head=2)
        kind = definitions().labels([self._kind])
        sheet.write_string(0, 0, kind.upper(), self._title)
        sheet.merge_range(1, 0, 1, 3, words["how"], self._how)
        sheet.set_row(1, 50)
        self._heads(
            sheet, 2, [words[name] for name in ("entry", "value", "example", "description")]
        )
        row = 3
        for each in frame_fields(self._kind):
            label = f"{each.label} *" if self._is_needed(each) else each.label
            sheet.set_row(row, _height((each.vi, 60), (each.example, 36)))
            sheet.write_string(row, 0, label, self._label)
            given = {"document": kind, "texts.basis": each.example}.get(each.key, "")
            sheet.write_string(row, 1, given, self._entry)
            sheet.write_string(row, 2, each.example, self._told)
            sheet.write_string(row, 3, each.vi, self._told)
            choices = list(each.choices.values())
            if each.key == "document":
                choices = [kind.label for kind in definitions().kinds]
            if choices:
                self._choose(sheet, (row, 1, row, 1), choices)
            for below in range(_LINES if each.key in _LISTS else 0):
                for column, form in enumerate((self._label, self._entry, self._told, self._told)):
                    sheet.write_blank(row + below + 1, column, None, form)
            row += 1 + (_LINES if each.key in _LISTS else 0)

    def _is_needed(self, each: Field) -> bool:
        letter = self._kind.endswith("letter")
        return each.key in _NEEDED or (each.key == "frame.addressees" and letter)

    def content(self) -> None:
        """Write the sheet of tasks, requests and parts of the office's own."""
        words = self._words
        sheet = self._sheet("content", (28, 28, 36, 90), head=0)
        heads = [words[name] for name in ("part", "section", "department", "text")]
        self._heads(sheet, 0, heads)
        labels = [definitions().at(path) for path in CONTENT]
        self._choose(sheet, (1, 0, _LAST_ROW, 0), [each.label for each in labels if each])
        self._blank(sheet, 1, 12, [self._text] * 4)

    def points(self) -> None:
        """Write the sheet of points: a column a group, which takes no more than its maximum."""
        nodes = list(get_framework().nodes())
        heads = [*UNIT_COLUMNS, *(f"{n.label} ({format_number(n.max_points)})" for n in nodes)]
        sheet = self._sheet("data", (40, 16, 10, *(14 for _ in nodes)), head=0)
        self._heads(sheet, 0, heads, lines=3)
        self._units(sheet)
        for at, node in enumerate(nodes, len(UNIT_COLUMNS)):
            said = self._words["points_refused"].format(most=format_number(node.max_points))
            told = self._words["points_of_parts"] if node.children else said
            sheet.data_validation(
                1,
                at,
                _LAST_ROW,
                at,
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": 0,
                    "maximum": float(node.max_points),
                    "input_title": self._words["points_title"],
                    "input_message": told,
                    "error_message": said,
                },
            )
        rows = 3 if self._kind in ABOUT_ONE_UNIT else 20
        self._blank(sheet, 1, rows, [self._text] * 3 + [self._points] * len(nodes))
        sheet.autofilter(0, 0, rows, len(heads) - 1)

    def counts(self) -> None:
        """Write the sheet of counts: a row an indicator of a commune."""
        framework = get_framework(COUNTS_EDITION)
        heads = [*UNIT_COLUMNS, *_COUNT_COLUMNS]
        sheet = self._sheet("data", (36, 16, 10, 10, 60, 12, 12, 12), head=0)
        self._heads(sheet, 0, heads)
        self._units(sheet)
        said = self._words["counts_refused"]
        for column, test in (
            (5, '=AND(F2>=0,F2=INT(F2),OR(G2="",F2<=G2))'),
            (6, "=AND(G2>=0,G2=INT(G2))"),
        ):
            sheet.data_validation(
                1,
                column,
                _LAST_ROW,
                column,
                {
                    "validate": "custom",
                    "value": test,
                    "input_title": self._words["counts_title"],
                    "input_message": said,
                    "error_message": said,
                },
            )
        rows = [row for node in framework.nodes() for row in _counted(node)]
        forms = [self._text] * 5 + [self._whole] * 2 + [self._points]
        self._blank(sheet, 1, len(rows), forms)
        for at, (number, label) in enumerate(rows, 1):
            sheet.write_string(at, 3, number, self._text)
            sheet.write_string(at, 4, label, self._text)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)

    def series(self) -> None:
        """Write the sheet of periods: a row a period, as published."""
        fields = [definitions().at(("series", *path)) for path in SERIES]
        sheet = self._sheet("series", (36, 20, 16, 16, 16, 18, 40), head=0)
        self._heads(sheet, 0, [each.label for each in fields if each])
        self._blank(sheet, 1, 12, [self._text] * len(fields))

    def texts(self) -> None:
        """Write the sheet of sentences: an own one replaces ours."""
        words = self._words
        sheet = self._sheet("texts", (28, 60, 60, 44), head=0)
        self._heads(sheet, 0, [words[n] for n in ("entry", "own_text", "our_text", "description")])
        row = 1
        texts = default_texts(self._kind)
        for each in definitions().below(("texts",)):
            if each.name not in texts or each.name == "basis":
                continue
            found = texts[each.name]
            ours = found if isinstance(found, str) else "\n".join(found)
            cells = ((each.label, self._label), ("", self._entry), (ours, self._told))
            sheet.set_row(row, _height((ours, 60), (each.vi, 44)))
            for column, (text, form) in enumerate((*cells, (each.vi, self._told))):
                sheet.write_string(row, column, text, form)
            row += 1

    def annex(self) -> None:
        """Write the blank sheet for a table of the office's own."""
        sheet = self._sheet("annex", (24,) * 8, head=0)
        words = self._words
        told = {"input_title": words["annex_title"], "input_message": words["annex_how"]}
        sheet.data_validation(0, 0, 0, 0, {"validate": "any", **told})
        for column in range(8):
            sheet.write_blank(0, column, None, self._head)
        self._blank(sheet, 1, 10, [self._text] * 8)

    # Parts of sheets.

    def _sheet(self, name: str, widths: Sequence[int], *, head: int) -> Any:
        """Return a new sheet that prints on A4, across, one page wide, its heads on every page."""
        sheet = self._book.add_worksheet(self._sheets[name])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self._book.add_format(_BODY))
        sheet.set_default_row(_LINE_POINTS)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.repeat_rows(head)
        sheet.freeze_panes(head + 1, 1)
        sheet.set_footer(f'&C&"Times New Roman"{self._words["page"]}')
        return sheet

    def _heads(self, sheet: Any, row: int, heads: Sequence[str], lines: int = 1) -> None:
        sheet.set_row(row, lines * _LINE_POINTS)
        for column, head in enumerate(heads):
            sheet.write_string(row, column, head, self._head)
        words = self._words
        kept = {"error_title": words["head_title"], "error_message": words["head_kept"]}
        never = {"validate": "custom", "value": "=FALSE", "ignore_blank": False}
        sheet.data_validation(row, 0, row, len(heads) - 1, never | kept)

    def _blank(self, sheet: Any, first: int, count: int, forms: Sequence[Any]) -> None:
        for row in range(first, first + count):
            for column, form in enumerate(forms):
                sheet.write_blank(row, column, None, form)

    def _units(self, sheet: Any) -> None:
        self._choose(sheet, (1, 2, _LAST_ROW, 2), definitions().choices(("result", "level")))

    def _choose(self, sheet: Any, cells: tuple[int, int, int, int], choices: Sequence[str]) -> None:
        refused = {"error_message": self._words["choice_refused"]}
        sheet.data_validation(*cells, {"validate": "list", "source": choices, **refused})


def _height(*texts: tuple[str, int]) -> int:
    """Return the height in points of a row for texts in columns of so many letters."""
    lines = (sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts)
    return _LINE_POINTS * max(lines)


def _counted(node: Node) -> list[tuple[str, str]]:
    """Return what a commune has of a group: its indicators, or only points if it lacks one."""
    own = [each for each in node.indicators if each.max_points]
    if all(each.applies_to("commune") for each in own):
        return [(each.no, each.label) for each in own]
    return [(node.code or node.id, node.label)]
