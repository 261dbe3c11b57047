"""Files made to harm, each of a size; and what they cost, by counters and not by the clock.

`benchmarks/bench_hostile.py` measures time and memory of the same files.
"""

from __future__ import annotations

import io
import shutil
import struct
import sys
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from click.testing import CliRunner

from vn766.audit import audit
from vn766.cli import vn766
from vn766.errors import InvalidDocumentError, InvalidRecordError
from vn766.files import Named, blocks
from vn766.files.blocks import Place
from vn766.files.comments import Comment, commented
from vn766.framework.loader import read_framework
from vn766.nd30 import check
from vn766.nd30.writer import docx_bytes
from vn766.readers import read_counts, read_points, read_portal, score_file
from vn766.report import read_spec
from vn766.report.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from click.testing import Result

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEADS: Final = "Tên đơn vị,CKMB,TDGQ,CLGQ,TTTT,MDHL,MDSH\n"

# --- packages -------------------------------------------------------------------------------------


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def document(body: str) -> bytes:
    """Return a Word document."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        }
    )


def paragraph(text: str) -> str:
    """Return a paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def workbook(*sheets: str, shared: str = "") -> bytes:
    """Return a workbook of sheets, each with what its ``sheetData`` holds."""
    numbers = range(len(sheets))
    listed = "".join(f'<sheet name="S{at}" sheetId="{at + 1}" r:id="r{at}"/>' for at in numbers)
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in numbers
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/xl/workbook.xml"'
            f' ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_P}"><Relationship Id="r" Target='
            f'"xl/workbook.xml" Type="{_R}/officeDocument"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_P}">{related}<Relationship'
            f' Id="t" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_S}">{shared}</sst>',
            **{
                f"xl/worksheets/s{at}.xml": f'<worksheet xmlns="{_S}"><sheetData>{cells}'
                "</sheetData></worksheet>"
                for at, cells in enumerate(sheets)
            },
        }
    )


def paper(drawn: str) -> bytes:
    """Return a PDF file of one page that is drawn so, packed."""
    packed = zlib.compress(drawn.encode())
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + font + b">>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    )
    content, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(content)
        content += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"xref\n0 5\n" + table + end


def spreadsheet(rows: str) -> bytes:
    """Return an ODS spreadsheet of one sheet."""
    spaces = " ".join(f'xmlns:{each}="urn:{each}"' for each in ("office", "table", "text"))
    body = f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        whole = f"<office:body {spaces}>{body}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", whole)
    return stream.getvalue()


def understated(name: str, size: int, declared: int, times: int = 1) -> bytes:
    """Return an archive whose parts say that they have `declared` bytes and unpack to `size`.

    All of its parts are one and the same in the file; each is called `name`, with a number.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(b" " * size) + packer.flush()
    crc = zlib.crc32(b" " * declared)
    sizes = (33, crc, len(part), declared)
    first = name.format(0).encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, *sizes, len(first), 0) + first
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, *sizes, len(said), *6 * (0,)) + said
        for said in (name.format(number).encode() for number in range(times))
    )
    body = local + part
    end = (0, 0, times, times, len(entries), len(body), 0)
    return body + entries + struct.pack("<4s4H2LH", b"PK\5\6", *end)


# --- files ----------------------------------------------------------------------------------------


def _marks(size: int) -> str:
    return "a" + "\u0301" * (size // 2) + "\u0323" * (size // 2)


def _far_cell(_: int) -> str:
    """Return a sheet of two cells, laid out as 200,000."""
    return '<row r="1"><c r="A1"><v>1</v></c></row><row r="400"><c r="SF400"><v>1</v></c></row>'


def _sound_rows(number: int) -> bytes:
    heads = _HEADS.strip().split(",")
    head = "".join(f'<c t="s"><v>{at}</v></c>' for at in range(len(heads)))
    ones = "<c><v>1</v></c>" * 6
    rows = "".join(f"<row><c><v>{row}</v></c>{ones}</row>" for row in range(number))
    shared = "".join(f"<si><t>{head}</t></si>" for head in heads)
    return workbook(f"<row>{head}</row>{rows}", shared=shared)


def _letters(x: int, y: int) -> str:
    return f"BT /F1 9 Tf {x} {y} Td (ab) Tj ET\n"


_FAR_ROW: Final = (
    f'<w:tbl>{"<w:tr/>" * 399}<w:tr><w:trPr><w:gridBefore w:val="499"/></w:trPr>'
    f"<w:tc>{paragraph('1')}</w:tc></w:tr></w:tbl>"
)
_MILLION: Final = "x" * 10**6
_REPEATED: Final = (
    '<table:table-cell table:number-columns-repeated="400" office:value-type="float"'
    ' office:value="1"/>'
)
_ODS_CELL: Final = '<table:table-cell office:value-type="float" office:value="1"/>'
_SPANS: Final = "<td colspan=100 rowspan=100>1"

BOMBS: Final[Mapping[str, Callable[[int], Named]]] = {
    "understated workbook": lambda n: Named("a.xlsx", understated("xl/workbook.xml", n, 100)),
    "understated document": lambda n: Named("a.docx", understated("word/document.xml", n, 100)),
    "marks in CSV": lambda n: Named("a.csv", f"Tên đơn vị,CKMB\n{_marks(n)},1\n".encode()),
    "marks in text": lambda n: Named("a.txt", _marks(n).encode()),
    "marks in a page": lambda n: Named("a.html", f"<html><p>{_marks(n)}".encode()),
    "marks in a response": lambda n: Named("a.json", f'[{{"CKMB": "{_marks(n)}"}}]'.encode()),
    "marks in a document": lambda n: Named("a.docx", document(paragraph(_marks(n)))),
    "marks in a workbook": lambda n: Named(
        "a.xlsx",
        workbook(
            "".join(f'<row><c t="s"><v>{0 * row}</v></c></row>' for row in range(n // 100)),
            shared=f"<si><t>{_marks(min(n, 9_998))}</t></si>",
        ),
    ),
    "one long text of a workbook": lambda n: Named(
        "a.xlsx",
        workbook(
            '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
            + '<row><c t="s"><v>2</v></c><c><v>1</v></c></row>' * (n >> 14),
            shared=f"<si><t>Tên đơn vị</t></si><si><t>CKMB</t></si><si><t>{_marks(8_000)}</t></si>",
        ),
    ),
    "far cells of many sheets": lambda n: Named("a.xlsx", workbook(*map(_far_cell, range(n)))),
    "far cells of many tables": lambda n: Named("a.docx", document(_FAR_ROW * n)),
    "one row of spans": lambda n: Named(
        "a.html", f"<html><table><tr>{_SPANS * n}{'<tr><td>1' * 99}</table>".encode()
    ),
    "tables of spans": lambda n: Named(
        "a.html", b"<html>" + f"<table><tr>{_SPANS * 4}{'<tr><td>1' * 99}</table>".encode() * n
    ),
    "blank rows": lambda n: Named("a.xlsx", workbook("<row/>" * n)),
    "blank cells": lambda n: Named("a.xlsx", workbook(f"<row>{'<c/>' * n}</row>")),
    "a long attribute": lambda n: Named("a.xlsx", workbook(f'<row a="{"x" * n}"/>')),
    "a long comment": lambda n: Named("a.xlsx", workbook(f"<!--{'x' * n}-->")),
    "a long text": lambda n: Named("a.xlsx", workbook(shared=f"<si><t>{'x' * n}</t></si>")),
    "texts that no cell holds": lambda n: Named(
        "a.xlsx", workbook("<row/>", shared=f"<si><t>{_MILLION}</t></si>" * (n // 2**17))
    ),
    "comments between rows": lambda n: Named(
        "a.xlsx", workbook(f"<row/><!--{_MILLION}-->" * (n // 2**17))
    ),
    "dense cells": lambda n: Named(
        "a.xlsx", workbook(f"<row>{'<c><v>1</v></c>' * 400}</row>" * (n // 400))
    ),
    "sound rows of a workbook": lambda n: Named("a.xlsx", _sound_rows(n)),
    "repeated cells": lambda n: Named(
        "a.ods", spreadsheet(f"<table:table-row>{_REPEATED}</table:table-row>" * (n // 64))
    ),
    "cells of a spreadsheet": lambda n: Named(
        "a.ods", spreadsheet(f"<table:table-row>{_ODS_CELL * 400}</table:table-row>" * (n // 6_400))
    ),
    "far letters": lambda n: Named(
        "a.pdf", paper("".join(_letters(10**9 * (at % 2), at % 800) for at in range(n // 64)))
    ),
    "words of a page": lambda n: Named(
        "a.pdf", paper("".join(_letters(at % 597, at % 83) for at in range(n // 64)))
    ),
    "rules of a page": lambda n: Named(
        "a.pdf",
        paper(
            "".join(
                f"{at % 997} 0 m {at % 997} 800 l 0 {at % 800} m 997 {at % 800} l S\n"
                for at in range(n // 64)
            )
            + _letters(9, 9)
        ),
    ),
    "numbers": lambda n: Named("a.json", b"[" + b"1," * n + b"1]"),
    "small tables": lambda n: Named(
        "a.txt", "| Đơn vị | Tổng điểm |\n| xã B | 87,09 |\n\nx\n\n".encode() * n
    ),
    "punycode": lambda n: Named(
        "a.html", b'<html><meta charset="punycode">' + b"a" * n + b"-" + b"b" * n
    ),
    "rows in error": lambda n: Named("a.csv", (_HEADS + "x,x,x,x,x,x,x\n" * n).encode()),
    "sound rows": lambda n: Named(
        "a.csv", (_HEADS + "".join(f"A{at},1,1,1,1,1,1\n" for at in range(n))).encode()
    ),
}
"""Files that cost more than they look, by what is in them; the number says how much of that."""


def uses_of(target: str, folder: Path) -> list[Callable[[Named], object]]:
    """Return what a kind of file from outside is for; specs find their data in `folder`."""

    def spec(content: Named) -> None:
        path = folder / content.name
        path.write_bytes(content.data)
        read = read_spec(path)
        for job in list(Jobs(read).each())[:1] if read.is_batch else [Jobs(read)]:
            docx_bytes(job.document(), sizes=read.options.sizes)

    def commented_copy(content: Named) -> None:
        commented(content, [Comment(Place(paragraph=2), "UBND", "a")], author="a")

    if target == "specs":
        for path in (EXAMPLES / "documents").glob("*.csv"):
            shutil.copy(path, folder)
    uses: dict[str, list[Callable[[Named], object]]] = {
        "readers": [read_points, read_counts, read_portal, score_file],
        "specs": [spec],
        "frameworks": [lambda content: read_framework(content.data, origin=content.name)],
        "checker": [check, commented_copy],
        "auditor": [audit],
    }
    return uses[target]


def code_of(use: Callable[[Named], object], content: Named) -> str | None:
    """Return why a file is refused as a whole, None if it is read."""
    try:
        use(content)
    except (InvalidRecordError, InvalidDocumentError) as error:
        return str(error.problems[0].code)
    return None


@pytest.fixture
def hostile() -> ModuleType:
    """The functions above."""
    return sys.modules[__name__]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*args: object) -> Result:
        return CliRunner().invoke(vn766, [str(arg) for arg in args])

    return run


# --- counters -------------------------------------------------------------------------------------


class Count:
    """Something counted while files are read."""

    def __init__(self) -> None:
        self.total = 0


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> Count:
    """The bytes that come out of archives."""
    count = Count()

    class Unpacker:
        def __init__(self, bits: int) -> None:
            self._inner = zlib.decompressobj(bits)

        def decompress(self, data: bytes, *most: int) -> bytes:
            out = self._inner.decompress(data, *most)
            count.total += len(out)
            return out

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

    class Library:
        decompressobj = Unpacker

        def __getattr__(self, name: str) -> Any:
            return getattr(zlib, name)

    monkeypatch.setattr(zipfile, "zlib", Library())
    return count


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Count:
    """The cells of tables that are allowed to be laid out."""
    count = Count()
    add = blocks.Extent.add

    def adding(self: blocks.Extent, rows: int, columns: int, cells: int) -> None:
        add(self, rows, columns, cells)
        count.total += cells

    monkeypatch.setattr(blocks.Extent, "add", adding)
    return count


@pytest.fixture
def longest_run(monkeypatch: pytest.MonkeyPatch) -> Count:
    """The longest run of marks that is put in order, in the square of its length."""
    count = Count()
    normalize = unicodedata.normalize

    def normalizing(form: Any, text: str) -> str:
        run = 0
        for letter in text:
            run = run + 1 if unicodedata.combining(letter) else 0
            count.total = max(count.total, run)
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", normalizing)
    return count
