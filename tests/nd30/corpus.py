# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""Documents as offices write them, over all kinds and layouts, and one slip for each.

A document is drawn up as paragraphs that know which element they are, so that a slip can change
one, and then set in a layout: cells in one row or several, tabs or blanks; lines of underscores,
borders or drawn ones, beside the text or in a row of their own; letters set on the spot, in styles
or in the defaults. `truthful` keeps the decree, `slips` each break one rule of it.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
THEME = "http://schemas.openxmlformats.org/drawingml/2006/main"
VML = "urn:schemas-microsoft-com:vml"

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
SHAPE = (
    f'<wp:anchor xmlns:wp="{DRAWING}" distT="0" distB="0" distL="0" distR="0" simplePos="0"'
    ' relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>center</wp:align>'
    '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>20000</wp:posOffset>'
    '</wp:positionV><wp:extent cx="1000000" cy="0"/><wp:wrapNone/><wp:docPr id="1" name="Line"/>'
    f'<a:graphic xmlns:a="{THEME}"><a:graphicData uri="{SHAPES}"><wps:wsp xmlns:wps="{SHAPES}">'
    '<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1000000" cy="0"/></a:xfrm>'
    '<a:prstGeom prst="line"/><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    "</a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
)

INDENT = 567  # twips, one centimetre
LEFT, RIGHT = 3600, 5500  # twips, the widths of columns


@dataclass(frozen=True)
class P:
    """A paragraph: the element that it is, its text, letters and setting (twips)."""

    of: str
    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "both"
    first: int = 0
    before: int = 0
    after: int = 0
    line: str = 'w:line="240" w:lineRule="auto"'
    font: str = "Times New Roman"
    color: str = "000000"


RULE = P("rule", "")


@dataclass(frozen=True)
class Paper:
    """A document before it is set: its parts, and how they are to be set."""

    name: str
    kind: str
    left: list[P]
    right: list[P]
    body: list[P]
    end_left: list[P] = field(default_factory=list)
    end_right: list[P] = field(default_factory=list)
    below: list[P] = field(default_factory=list)  # annexes, each from its label on
    layout: str = "two-rows"
    lines: str = "underscores"
    fonts: str = "direct"
    margins: tuple[int, int, int, int] = (20, 20, 30, 15)
    paper: tuple[int, int] = (11906, 16838)
    page_number: str = "PAGE"
    first_page_hidden: bool = True

    @property
    def parts(self) -> list[str]:
        return ["left", "right", "body", "end_left", "end_right", "below"]

    def all(self) -> list[P]:
        """Return all paragraphs."""
        return [p for part in self.parts for p in getattr(self, part)]

    def has(self, of: str) -> bool:
        """Whether there is a paragraph of an element."""
        return any(p.of == of for p in self.all())

    def each(self, change: Callable[[list[P]], list[P]]) -> Paper:
        """Return the document with each of its parts changed."""
        changed: dict[str, Any] = {part: change(getattr(self, part)) for part in self.parts}
        return replace(self, **changed)


# --- what the documents say -----------------------------------------------------------------------

AGENCIES = [
    ([], ["ỦY BAN NHÂN DÂN", "PHƯỜNG AN BÌNH"], "UBND", "Ủy ban nhân dân phường An Bình"),
    (["UBND TỈNH HÒA AN"], ["SỞ NỘI VỤ"], "SNV", "Sở Nội vụ"),
    (["UBND XÃ TÂN PHÚ"], ["VĂN PHÒNG HĐND VÀ UBND"], "VP", "Văn phòng HĐND và UBND xã"),
    (["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["TRƯỜNG THPT HÒA AN"], "THPTHA", "Trường THPT Hòa An"),
    (["UBND TỈNH HÒA AN"], ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"], "TTPVHCC", "Trung tâm"),
]
SIGNATURES = [
    ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
    ["GIÁM ĐỐC"],
    ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
    ["HIỆU TRƯỞNG"],
    ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
]
LONG = (
    "Theo kế hoạch công tác năm 2025, các phòng, ban, đơn vị trực thuộc chủ động rà soát, "
    "công khai kết quả giải quyết thủ tục hành chính và báo cáo theo đúng thời hạn quy định."
)
BASES = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Theo đề nghị của Chánh Văn phòng.",
]


class KindOf(NamedTuple):
    """What a kind of document has besides its text."""

    name: str
    sign: str
    subject: str = "Về việc công khai kết quả giải quyết thủ tục hành chính năm 2025"
    decides: str = ""  # "QUYẾT ĐỊNH:"
    addressed: bool = False
    bases: bool = False
    articles: bool = False
    annexes: int = 0


KINDS = [
    KindOf("", "", addressed=True),
    KindOf("Báo cáo", "BC", addressed=True, annexes=2),
    KindOf("Quyết định", "QĐ", decides="QUYẾT ĐỊNH:", bases=True, articles=True),
    KindOf("Nghị quyết", "NQ", decides="QUYẾT NGHỊ:", bases=True, articles=True),
    KindOf("Thông báo", "TB"),
    KindOf("Kế hoạch", "KH", bases=True, annexes=1),
    KindOf("Tờ trình", "TTr", addressed=True),
    KindOf("Công điện", "CĐ"),
    KindOf("Giấy mời", "GM"),
    KindOf("Biên bản", "BB"),
    KindOf("Giấy giới thiệu", "GGT", subject=""),
    KindOf("Giấy nghỉ phép", "GNP", subject=""),
    KindOf("Chỉ thị", "CT"),
    KindOf("Hướng dẫn", "HD"),
    KindOf("Chương trình", "CTr"),
    KindOf("Phiếu chuyển", "PC", subject=""),
    KindOf("Giấy ủy quyền", "GUQ", subject=""),
    KindOf("Quy chế", "", articles=True),  # issued with a decision, in a file of its own
]
LAYOUTS = ["two-rows", "one-row", "many-rows", "tabs", "three-columns", "blanks"]
LOOSE = {"tabs", "blanks"}
DRAWN = {"drawn", "next-row", "shape"}  # other lines may be the one that is missing
LINES = ["underscores", "border", "drawn", "next-row", "shape"]
FONTS = ["direct", "styles", "defaults", "theme"]
MARKS = ["", "KHẨN", "MẬT", "DỰ THẢO", "XEM XONG TRẢ LẠI", "HỎA TỐC"]


def paper(kind: KindOf, at: int) -> Paper:
    """Return the truthful document of a kind, number `at` of them."""
    small = at % 2
    parent, issuer, short, _ = AGENCIES[at % len(AGENCIES)]
    layout = LAYOUTS[(at + at // len(KINDS)) % len(LAYOUTS)]
    lines = LINES[at % len(LINES)]
    if lines == "next-row" and layout in LOOSE:
        lines = "underscores"
    head: dict[str, Any] = {"align": "center"}
    issued = kind.name == "Quy chế"
    left = [P("parent", line, 13 - small, **head) for line in parent]
    left += [P("issuer", line, 13 - small, bold=True, **head) for line in issuer]
    left.append(replace(RULE, of="issuer-line"))
    right = [
        P("national-name", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13 - small, bold=True, **head),
        P("motto", "Độc lập - Tự do - Hạnh phúc", 14 - small, bold=True, **head),
        replace(RULE, of="motto-line"),
    ]
    if not issued:
        groups = f"{kind.sign}-{short}" if kind.sign else f"{short}-VP"
        left.append(P("number", f"Số: {'15' if at % 3 else '        '}/{groups}", 13, **head))
        if kind.name != "Biên bản":
            day = "ngày 05 tháng 7 năm 2025" if at % 3 else "ngày      tháng 7 năm 2025"
            right.append(P("place-date", f"An Bình, {day}", 14 - small, italic=True, **head))
    if not kind.name:
        text = "V/v công khai kết quả giải quyết thủ tục hành chính"
        left.append(P("letter-subject", text, 13 - small, before=120, **head))
    mark = MARKS[at % len(MARKS)]
    if mark and layout not in LOOSE:
        left.append(P("mark", mark, 13, bold=True, color="FF0000", **head))
    return Paper(
        kind=kind.name or "Công văn",
        name=f"{at:02d} {kind.name or 'Công văn'}, {layout}, {lines}, {FONTS[at % 4]}",
        left=left,
        right=right,
        body=[*_title(kind, at), *_text(kind, at)],
        end_left=[] if issued else [*_recipients(kind)],
        end_right=[] if issued else [*_signature(at)],
        below=[*_annexes(kind)],
        layout=layout,
        lines=lines,
        fonts=FONTS[at % 4],
        margins=(25, 20, 35, 20) if at % 2 else (20, 25, 30, 15),
    )


def _title(kind: KindOf, at: int) -> Iterator[P]:
    centre: dict[str, Any] = {"align": "center", "bold": True}
    if kind.name:
        yield P("kind", kind.name.upper(), 14, before=240, **centre)
    if kind.name and kind.subject:
        yield P("subject", kind.subject, 14, **centre)
    if kind.name == "Quy chế":
        text = "(Kèm theo Quyết định số 15/QĐ-UBND ngày 05 tháng 7 năm 2025"
        yield P("enclosure", text, 14, italic=True, align="center")
        yield P("enclosure", "của Ủy ban nhân dân phường An Bình)", italic=True, align="center")
    elif kind.name and kind.subject:
        yield replace(RULE, of="subject-line")
    if kind.decides:
        yield P("decider", "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG AN BÌNH", 14, before=120, **centre)
    if kind.addressed and at % 2:
        text = "Kính gửi: Ủy ban nhân dân tỉnh Hòa An"
        yield P("addressee", text, 14, align="center", before=120)
    elif kind.addressed:
        yield P("addressee", "Kính gửi:", 14, align="left", before=120)
        for text in ("- Sở Nội vụ;", "- Các phòng, ban chuyên môn."):
            yield P("addressee", text, 14, align="left")


def _text(kind: KindOf, at: int) -> Iterator[P]:
    text: dict[str, Any] = {"first": INDENT, "before": 120}
    for base in BASES if kind.bases else ():
        yield P("basis", base, italic=True, **text)
    if kind.decides:
        yield P("decides", kind.decides, bold=True, align="center", before=120)
    if kind.name == "Công điện":
        yield P("lead", "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG điện:", align="center", before=120)
    if kind.name == "Quy chế":
        yield P("part", "Chương I", bold=True, align="center", before=120)
        yield P("part-title", "QUY ĐỊNH CHUNG", bold=True, align="center")
    if kind.articles:
        for number in (1, 2):
            yield P("article", f"Điều {number}. Trách nhiệm của các đơn vị", bold=True, **text)
            yield P("body", LONG, **text)
    else:
        yield P("body", LONG, **text)
        if at % 2:
            yield P("heading", "I. KẾT QUẢ THỰC HIỆN", bold=True, **text)
        yield P("clause-title", "1. Các đơn vị được giao", bold=True, **text)
        for letter, what in zip("abcdđe", ("Rà soát;", "Công khai;", "Báo cáo."), strict=False):
            yield P("point", f"{letter}) {what} {LONG}", **text)
    if kind.annexes:
        yield P("mention", f"{LONG[:-1]} (có Phụ lục kèm theo).", **text)
    yield P("body", f"{LONG[:-1]}./.", **text)


def _recipients(kind: KindOf) -> Iterator[P]:
    yield P("recipients-label", "Nơi nhận:", 12, bold=True, italic=True, align="left")
    listed = ["- Như trên;"] if kind.addressed else []
    listed += ["- Các phòng, ban chuyên môn,", "đơn vị trực thuộc;"] if kind.sign == "KH" else []
    for text in (*listed, "- Lãnh đạo;", "- Lưu: VT, VP."):
        yield P("recipient", text, 11, align="left")


def _signature(at: int) -> Iterator[P]:
    for line in SIGNATURES[at % len(SIGNATURES)]:
        yield P("authority", line, 14, bold=True, align="center")
    yield P("signer", "Lê Thị Bình", 14, bold=True, align="center", before=1400)


def _annexes(kind: KindOf) -> Iterator[P]:
    for at in range(kind.annexes):
        label = f"Phụ lục {'I' * (at + 1)}" if kind.annexes > 1 else "Phụ lục"
        yield P("annex-label", label, 14, bold=True, align="center")
        if at == 0:
            yield P("annex-title", "DANH SÁCH ĐƠN VỊ", 14, bold=True, align="center")
        text = f"(Kèm theo {kind.name} số    /{kind.sign}-"
        yield P("enclosure", f"{text}@ của cơ quan ban hành)", italic=True, align="center")
        yield P("annex-text", LONG, first=INDENT, before=120)


def truthful(count: int = 72) -> list[Paper]:
    """Return documents that keep the decree, over all kinds, layouts, lines and fonts."""
    return [_closed(paper(KINDS[at % len(KINDS)], at)) for at in range(count)]


def _closed(made: Paper) -> Paper:
    """Return a document with the symbol of its own in its annexes."""
    symbol = next((p.text.rpartition("-")[2] for p in made.left if p.of == "number"), "")
    return made.each(lambda ps: [replace(p, text=p.text.replace("@", symbol)) for p in ps])


# --- slips ----------------------------------------------------------------------------------------


class Slip(NamedTuple):
    """A change of a document that breaks one rule, of those that have the `needs`."""

    rule: str
    what: str
    needs: str
    change: Callable[[Paper], Paper]
    but: frozenset[str] = frozenset()  # kinds that the rule says nothing about
    unsure: bool = False  # a person must look, whatever the layout


def look(of: str, *, nth: int = 0, **changed: Any) -> Callable[[Paper], Paper]:
    """Return a change of one paragraph of an element."""

    def change(made: Paper) -> Paper:
        found = [p for p in made.all() if p.of == of]
        wanted = found[nth]
        return made.each(lambda ps: [replace(p, **changed) if p is wanted else p for p in ps])

    return change


def say(of: str, old: str, new: str, *, nth: int = 0) -> Callable[[Paper], Paper]:
    """Return a change of the words of one paragraph of an element."""

    def change(made: Paper) -> Paper:
        wanted = [p for p in made.all() if p.of == of][nth]
        text = wanted.text.replace(old, new) if old else new
        return look(of, nth=nth, text=text)(made)

    return change


def drop(*of: str) -> Callable[[Paper], Paper]:
    """Return a change without the paragraphs of elements."""
    return lambda made: made.each(lambda ps: [p for p in ps if p.of not in of])


def page(**changed: Any) -> Callable[[Paper], Paper]:
    """Return a change of the page."""
    return lambda made: replace(made, **changed)


def _symbol(made: Paper) -> str:
    return next(p.text.rpartition("/")[2] for p in made.left if p.of == "number")


def _other_kind(made: Paper) -> Paper:
    _, _, issuer = _symbol(made).partition("-")
    sign = "TB" if "TB-" not in _symbol(made) else "KH"
    return say("number", "", f"Số: 15/{sign}-{issuer}")(made)


ISSUED = frozenset({"Quy chế"})

SLIPS = [
    Slip("national-name.letters", "not bold", "national-name", look("national-name", bold=False)),
    Slip("national-name.letters", "16 pt", "national-name", look("national-name", size=16)),
    Slip("national-name.text", "a typo", "national-name", say("national-name", "HỘI", "HÔI")),
    Slip("national-name.present", "none", "number", drop("national-name")),
    Slip("motto.letters", "in italics", "motto", look("motto", italic=True)),
    Slip("motto.text", "en dashes", "motto", say("motto", "-", "–")),
    Slip("motto.present", "none", "number", drop("motto")),
    Slip("motto.line", "none", "motto-line", drop("motto-line")),
    Slip("issuer.letters", "not bold", "issuer", look("issuer", nth=-1, bold=False)),
    Slip("issuer.line", "none", "issuer-line", drop("issuer-line")),
    Slip("parent.letters", "in italics", "parent", look("parent", italic=True)),
    Slip("number.form", "no 0", "number", lambda it: say("number", "", f"Số: 5/{_symbol(it)}")(it)),
    Slip("number.form", "a blank", "number", say("number", "/", " / ")),
    Slip("number.form", "no colon", "number", say("number", "Số:", "Số")),
    Slip("number.kind", "another kind", "kind", _other_kind, ISSUED),
    Slip("number.letters", "in italics", "number", look("number", italic=True)),
    Slip("number.letters", "14 pt", "number", look("number", size=14)),
    Slip("number.present", "none", "number", drop("number")),
    Slip(
        "place-date.form",
        "no 0",
        "place-date",
        say("place-date", "", "An Bình, ngày 5 tháng 7 năm 2025"),
    ),
    Slip("place-date.form", "month 07", "place-date", say("place-date", "tháng 7", "tháng 07")),
    Slip(
        "place-date.real",
        "31 June",
        "place-date",
        say("place-date", "", "An Bình, ngày 31 tháng 6 năm 2025"),
    ),
    Slip("place-date.letters", "upright", "place-date", look("place-date", italic=False)),
    Slip("place-date.present", "none", "place-date", drop("place-date")),
    Slip("kind.letters", "not bold", "kind", look("kind", bold=False)),
    Slip("kind.letters", "18 pt", "kind", look("kind", size=18)),
    Slip("subject.letters", "not bold", "subject", look("subject", bold=False)),
    Slip("subject.line", "none", "subject-line", drop("subject-line")),
    Slip("subject.present", "none", "subject-line", drop("subject", "subject-line")),
    Slip("letter-subject.letters", "bold", "letter-subject", look("letter-subject", bold=True)),
    Slip("addressee.letters", "in italics", "addressee", look("addressee", italic=True)),
    Slip("addressee.form", "no colon", "addressee", say("addressee", "Kính gửi:", "Kính gửi")),
    Slip("addressee.present", "none", "letter-subject", drop("addressee")),
    Slip("basis.letters", "upright", "basis", look("basis", italic=False)),
    Slip("basis.form", "a comma", "basis", say("basis", ";", ",")),
    Slip("basis.form", "the last with a comma", "basis", say("basis", ".", ",", nth=-1)),
    Slip("body.letters", "12 pt", "body", look("body", size=12)),
    Slip("body.letters", "in italics", "body", look("body", italic=True)),
    Slip("body.align", "left", "body", look("body", align="left")),
    Slip("body.first-line", "none", "body", look("body", first=0)),
    Slip("body.space", "none", "clause-title", look("clause-title", before=0)),
    Slip("body.lines", "double", "body", look("body", line='w:line="480" w:lineRule="auto"')),
    Slip("body.end", "none", "body", say("body", "./.", ".", nth=-1)),
    Slip("body.numbering", "d) after b)", "point", say("point", "c)", "d)", nth=2)),
    Slip("article.letters", "not bold", "article", look("article", bold=False)),
    Slip("part.letters", "not bold", "part", look("part", bold=False)),
    Slip("clause-title.letters", "in italics", "clause-title", look("clause-title", italic=True)),
    Slip("font.family", "Arial", "body", look("body", font="Arial")),
    Slip("font.color", "blue", "body", look("body", color="0000FF")),
    Slip("font.unicode", "Ð", "body", say("body", "đ", "ð")),
    Slip(
        "font.unicode", "a hidden character", "body", say("body", "các", "cá\u00adc"), unsure=True
    ),
    Slip("authority.letters", "not bold", "authority", look("authority", bold=False)),
    Slip("authority.form", "no blank", "kt", say("authority", "KT. ", "KT.")),
    Slip("authority.present", "none", "authority", drop("authority")),
    Slip("signer.letters", "not bold", "signer", look("signer", bold=False)),
    Slip("signer.form", "a title", "signer", say("signer", "", "TS. Lê Thị Bình"), unsure=True),
    Slip(
        "recipients-label.letters",
        "upright",
        "recipients-label",
        look("recipients-label", italic=False),
    ),
    Slip("recipient.letters", "12 pt", "recipient", look("recipient", size=12)),
    Slip("recipients.form", "a comma", "recipient", say("recipient", "", "- Lãnh đạo.", nth=-2)),
    Slip("recipients.form", "no dash", "recipient", say("recipient", "- L", "L", nth=-2)),
    Slip("recipients.archive", "no VT", "recipient", say("recipient", "VT, ", "", nth=-1)),
    Slip(
        "recipients.as-above",
        "none",
        "letter-subject",
        lambda it: it.each(lambda ps: [p for p in ps if p.text != "- Như trên;"]),
    ),
    Slip("recipients.present", "none", "recipient", drop("recipient", "recipients-label")),
    Slip("annex-label.letters", "13 pt", "annex-label", look("annex-label", size=13)),
    Slip(
        "annex-label.letters", "capitals", "annex-label", say("annex-label", "Phụ lục", "PHỤ LỤC")
    ),
    Slip("annex-title.letters", "not bold", "annex-title", look("annex-title", bold=False)),
    Slip("annex.mentioned", "not", "mention", say("mention", " (có Phụ lục kèm theo)", "")),
    Slip("annex.enclosure", "another symbol", "annex-label", say("enclosure", "-", "-X")),
    Slip("annex.number", "Arabic", "two-annexes", say("annex-label", "II", "2", nth=1)),
    Slip("page.margins", "left 25 mm", "motto", page(margins=(20, 20, 25, 15))),
    Slip("page.paper", "Letter", "motto", page(paper=(12240, 15840))),
    Slip("page-number.form", "Roman", "motto", page(page_number="PAGE \\* roman")),
    Slip("page-number.first", "shown", "motto", page(first_page_hidden=False)),
]


def slipped(papers: list[Paper]) -> Iterator[tuple[Paper, Slip]]:
    """Yield each document with each slip that it can have."""
    for made in papers:
        for slip in SLIPS:
            has = {
                "kt": any(p.text.startswith("KT. ") for p in made.end_right),
                "two-annexes": sum(p.of == "annex-label" for p in made.below) > 1,
            }
            if made.kind not in slip.but and has.get(slip.needs, made.has(slip.needs)):
                changed = slip.change(made)
                if changed != made:
                    yield changed, slip


# --- how they are set -----------------------------------------------------------------------------


def docx(made: Paper) -> bytes:
    """Return a document as a file."""
    styles: dict[str, str] = {}
    head = _beside(made, _rows(made), styles)
    body = "".join(_paragraph(made, p, styles) for p in made.body)
    end = _end(made, styles) if made.end_left or made.end_right else ""
    section = _section(made)
    inner = head + body + end
    for annex in _each_annex(made.below):
        last = f"<w:p><w:pPr>{section}</w:pPr></w:p>"
        inner += last + "".join(_paragraph(made, p, styles) for p in annex)
    return _packed(made, inner + section, styles)


def _each_annex(below: list[P]) -> Iterator[list[P]]:
    starts = [at for at, p in enumerate(below) if at == 0 or p.of == "annex-label"]
    for start, end in zip_longest(starts, starts[1:]):
        yield below[start:end]


def _rows(made: Paper) -> list[tuple[list[P], list[P]]]:
    """Return the head in rows of two cells."""
    left, right = made.left, made.right
    if made.layout == "one-row":
        return [(left, right)]
    names = {"parent", "issuer", "issuer-line"}, {"national-name", "motto", "motto-line"}
    above = [p for p in left if p.of in names[0]], [p for p in right if p.of in names[1]]
    below = [p for p in left if p.of not in names[0]], [p for p in right if p.of not in names[1]]
    if made.layout == "many-rows":
        rows = [([p] if p else [], [q] if q else []) for p, q in zip_longest(below[0], below[1])]
        return [above, *rows]
    return [above, below]


def _beside(made: Paper, rows: list[tuple[list[P], list[P]]], styles: dict[str, str]) -> str:
    if made.layout in LOOSE:
        return "".join(_parted(made, p, q, styles) for row in rows for p, q in zip_longest(*row))
    parts = []
    for row in rows:
        cells = [list(cell) for cell in row]
        drawn = [[p for p in cell if p.of.endswith("-line")] for cell in cells]
        if made.lines == "next-row" and any(drawn):
            cells = [[p for p in cell if not p.of.endswith("-line")] for cell in cells]
            parts.append(_row(made, cells, styles))
            cells = drawn
        parts.append(_row(made, cells, styles))
    return f"<w:tbl><w:tblPr/>{''.join(parts)}</w:tbl>"


def _row(made: Paper, cells: list[list[P]], styles: dict[str, str]) -> str:
    if made.layout == "three-columns":
        cells = [cells[0], [], cells[1]]
    inner = ""
    for cell in cells:
        text = "".join(_paragraph(made, p, styles) for p in cell) or "<w:p/>"
        inner += f"<w:tc>{text}</w:tc>"
    return f"<w:tr>{inner}</w:tr>"


def _parted(made: Paper, left: P | None, right: P | None, styles: dict[str, str]) -> str:
    """Return a paragraph with what stands left and right."""
    gap = "<w:r><w:tab/></w:r>" if made.layout == "tabs" else f"<w:r><w:t>{' ' * 20}</w:t></w:r>"
    gap = gap.replace("<w:t>", '<w:t xml:space="preserve">')
    runs = "" if left is None else _runs(made, left, styles)
    if right is not None:
        runs += gap + _runs(made, right, styles)
    before = left.before if left else 0
    return f'<w:p><w:pPr><w:spacing w:before="{before}"/></w:pPr>{runs}</w:p>'


def _end(made: Paper, styles: dict[str, str]) -> str:
    left, right = list(made.end_left), list(made.end_right)
    if made.kind == "Biên bản":
        writer = [P("other", "THƯ KÝ", 14, bold=True, align="center")]
        rows = [(writer, right), (left, [])]
    elif made.layout == "many-rows":
        rows = [(left[:1], right[:-1]), (left[1:], right[-1:])]
    else:
        rows = [(left, right)]
    if made.layout in LOOSE and made.kind != "Biên bản":
        return "".join(_parted(made, p, q, styles) for row in rows for p, q in zip_longest(*row))
    return f"<w:tbl><w:tblPr/>{''.join(_row(made, list(row), styles) for row in rows)}</w:tbl>"


def _paragraph(made: Paper, p: P, styles: dict[str, str]) -> str:
    if p.of.endswith("-line"):
        return _line(made.lines)
    setting = (
        f'<w:spacing w:before="{p.before}" w:after="{p.after}" {p.line}/>'
        f'<w:ind w:firstLine="{p.first}"/><w:jc w:val="{p.align}"/>'
    )
    return f"<w:p><w:pPr>{setting}</w:pPr>{_runs(made, p, styles)}</w:p>"


def _line(lines: str) -> str:
    centre = '<w:jc w:val="center"/>'
    if lines == "underscores":
        return f"<w:p><w:pPr>{centre}</w:pPr>{_drawn_run(lines)}</w:p>"
    if lines == "border":
        border = '<w:pBdr><w:bottom w:val="single" w:sz="6"/></w:pBdr>'
        return f'<w:p><w:pPr>{border}<w:ind w:left="1000" w:right="1000"/></w:pPr></w:p>'
    return f"<w:p><w:pPr>{centre}</w:pPr>{_drawn_run(lines)}</w:p>"


def _drawn_run(lines: str) -> str:
    if lines in {"underscores", "border"}:
        font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
        return f"<w:r><w:rPr>{font}</w:rPr><w:t>____________</w:t></w:r>"
    if lines == "shape":
        return f"<w:r><w:drawing>{SHAPE}</w:drawing></w:r>"
    ends = 'style="position:absolute" from="40pt,2pt" to="130pt,2pt"'
    return f'<w:r><w:pict><v:line xmlns:v="{VML}" {ends}/></w:pict></w:r>'


def _runs(made: Paper, p: P, styles: dict[str, str]) -> str:
    if p.of.endswith("-line"):
        return _drawn_run(made.lines)
    font = f'<w:rFonts w:ascii="{p.font}" w:hAnsi="{p.font}"/>'
    bold, italic = "<w:b/>" * p.bold, "<w:i/>" * p.italic
    color, size = f'<w:color w:val="{p.color}"/>', f'<w:sz w:val="{round(2 * p.size)}"/>'
    usual = p.font == "Times New Roman"
    if made.fonts in {"defaults", "theme"} and usual:
        shown = bold + italic + color + size
    elif made.fonts == "styles":
        name = f"s{len(styles)}"
        name = styles.setdefault(font + bold + italic + color + size, name)
        shown = f'<w:rStyle w:val="{name}"/>'
    else:
        shown = font + bold + italic + color + size
    return f'<w:r><w:rPr>{shown}</w:rPr><w:t xml:space="preserve">{p.text}</w:t></w:r>'


def _section(made: Paper) -> str:
    top, bottom, left, right = (round(mm * 56.6929) for mm in made.margins)
    width, height = made.paper
    title = "<w:titlePg/>" if made.first_page_hidden else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        # Left over from a template: headers of even pages, which are never shown.
        '<w:headerReference w:type="even" r:id="header2"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{top}" w:bottom="{bottom}"'
        f' w:left="{left}" w:right="{right}"/><w:pgNumType w:start="1"/>{title}</w:sectPr>'
    )


def _packed(made: Paper, inner: str, styles: dict[str, str]) -> bytes:
    times = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    size = '<w:sz w:val="28"/>'
    defaults = times
    if made.fonts == "theme":
        defaults = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
    own = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>'
        f"<w:rPr>{shown}</w:rPr></w:style>"
        for shown, name in styles.items()
    )
    usual = f"<w:rPrDefault><w:rPr>{defaults}{size}</w:rPr></w:rPrDefault>"
    number = f"<w:r><w:rPr>{times}{size}</w:rPr><w:t>2</w:t></w:r>"
    number = f'<w:fldSimple w:instr="{made.page_number}">{number}</w:fldSimple>'
    arial = '<w:r><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr><w:t>Mẫu</w:t></w:r>'
    latin = '<a:latin typeface="Times New Roman"/>'
    fonts = f"<a:majorFont>{latin}</a:majorFont><a:minorFont>{latin}</a:minorFont>"
    return pack_docx(
        inner,
        styles=wordml_root("styles", f"<w:docDefaults>{usual}</w:docDefaults>{own}"),
        header1=wordml_root("hdr", f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{number}</w:p>'),
        header2=wordml_root("hdr", f"<w:p>{arial}</w:p>"),
        theme1=f'<a:theme xmlns:a="{THEME}"><a:fontScheme>{fonts}</a:fontScheme></a:theme>',
    )


def pack_docx(body: str, **parts: str) -> bytes:
    """Return a DOCX file with this body, and parts such as ``styles`` or ``header1``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", wordml_root("document", f"<w:body>{body}</w:body>"))
        relations = []
        for name, content in parts.items():
            kind = name.rstrip("0123456789")
            target = "theme/theme1.xml" if kind == "theme" else f"{name}.xml"
            archive.writestr(f"word/{target}", content)
            relations.append(f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>')
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>',
        )
    return stream.getvalue()


def wordml_root(name: str, content: str) -> str:
    """Return a part whose root is ``w:name``."""
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{R}">{content}</w:{name}>'
