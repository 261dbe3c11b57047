"""How officials write figures, dates and codes: patterns over plain texts, and what they find.

Each pattern takes time linear in the text: nothing repeats without a bound beside what it may also
match. They only find; what a match says is read by `vn766.vi` and `vn766.codes`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from vn766.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vn766._engine.plan import Plan

_NUMBER: Final = r"\d{1,9}(?:[.,]\d{1,9}){0,2}"
_ALONE: Final = r"(?<![\w.,/-])"

URL: Final = re.compile(r"https?://[^\s<>\"]+")

# --- time ---------------------------------------------------------------------------------------

_GAP: Final = r"[ ._\n]{0,40}"
DATES: Final = (
    re.compile(
        rf"(?P<weekday>(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),? )?"
        rf"\bngay\b{_GAP}(?P<day>\d{{0,2}}){_GAP}thang{_GAP}(?P<month>\d{{0,2}}){_GAP}"
        r"nam[ \n]{0,3}(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
    re.compile(
        r"(?P<weekday>(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),? (?:ngay )?)?"
        r"(?<![\w./-])(?P<day>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<month>\d{1,2}) ?(?P=mark) ?"
        r"(?P<year>(?:19|20)\d\d)(?![\w]|[./-]\d)"
    ),
)
DAY_OF_MONTH: Final = re.compile(r"\bngay[ \n](?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|\.\d)")
AS_OF: Final = re.compile(
    r"(?:cap nhat|trich xuat|truy xuat|ket xuat|(?:so|du) lieu (?:duoc )?(?:den|lay)|lay so lieu"
    r"|tinh den|thoi diem)"
    r"[^;\d]{0,40}(?:\d{1,2} ?(?:gio|h|:) ?(?:\d{1,2})?[^;\d]{0,12})?$"
)
AIMED: Final = re.compile(
    r"\b(?:phan dau|muc tieu|quyet tam|yeu cau|de nghi|hoan thanh|cham nhat|truoc ngay|den het"
    r"|phuong huong|nhiem vu|thoi gian toi|phai|se)\b"
)
"""Words before a time that lies ahead: what is then to be done."""
WILL_BE: Final = re.compile(r"[ ,]{1,2}se\b")
"""What follows a time that lies ahead."""
TIME: Final = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}) ?(?:gio|h|:) ?(?P<minute>\d{1,2})?[^;\d]{0,12}$"
)
LETTERHEAD_DATE: Final = re.compile(r"[^,\d\n]{2,60}, ?$")
_UP_TO: Final = r"(?:\b(?:luy ke )?(?:tinh )?den (?:het |cuoi )?)?"
_OF_YEAR: Final = r"(?: ?/ ?|,?[ \n]{1,2}nam[ \n]{1,2})(?:19|20)\d\d(?!\d)"
PERIODS: Final = (
    re.compile(rf"{_UP_TO}\bthang[ \n]?\d{{1,2}}{_OF_YEAR}"),
    re.compile(rf"{_UP_TO}\bquy[ \n]?(?:[ivx]{{1,4}}|\d){_OF_YEAR}"),
    re.compile(rf"{_UP_TO}\b(?:0?6|sau) thang (?:dau|cuoi){_OF_YEAR}"),
    re.compile(rf"{_UP_TO}\b(?:0?9|chin) thang(?: dau)?{_OF_YEAR}"),
    re.compile(rf"{_UP_TO}\b(?:ca )?nam (?:19|20)\d\d(?!\d)"),
)
YEARLESS: Final = re.compile(
    r"\b(?:(?P<month>thang) (?P<number>\d{1,2})|quy (?P<quarter>[ivx]{1,4}|\d))(?![\w/]|[.,]\d)"
)
TO_PERIOD: Final = re.compile(r"[ \n]{0,2}(?:(?:trong|vao|cua|o)[ \n])?")
"""What may stand between a figure and the period that follows it."""
TO_DAY: Final = re.compile(
    r"[ \n]{0,2}\(?(?:(?:so lieu|ket qua|tinh|cap nhat|lay|trich xuat) ){0,2}(?:den )?(?:het )?"
    r"(?:ngay )?"
)
"""What may stand between a figure and the day that follows it."""
_AIMS: Final = (
    r"muc tieu|phan dau|quyet tam|chi tieu giao|yeu cau dat|ke hoach|phuong huong|nhiem vu"
    r"|trong tam"
)
AIM: Final = re.compile(rf"\b(?:{_AIMS})\b")
"""Words after which figures are aimed at, up to the full stop."""
AIMS_AHEAD: Final = re.compile(rf"(?:(?:mot so|cac) )?(?:{_AIMS}|giai phap|du kien)\b")
"""How a heading begins under which figures are aimed at."""
EARLIER: Final = re.compile(
    rf"\b(?:{_AIMS}|so (?:sanh )?voi|cung ky|truoc do"
    r"|(?:thang|quy|ky|nam|lan) (?:truoc|lien truoc|lien ke)"
    r"|toi thieu|it nhat|toi da|thang diem|diem chuan|binh quan"
    r"|(?:diem|muc) trung binh|neu(?! (?:tren|ro|tai|o|trong)\b)"
    r"|(?:cao|thap|lon|nho) nhat|(?:cao|thap) hon|con thieu|luy ke|tu dau nam|tam tinh|so bo"
    r"|du kien|uoc (?:dat|tinh)|tu (?:cham|danh gia)|tham dinh)\b"
)
"""Words after which a figure is of another time, not final, only aimed at, a limit, an average."""
BEFORE_LIMIT: Final = re.compile(
    r"\b(?:tu|den|len|xuong|con|duoi|tren|hon|gan|nguong|moc|thieu|vao|vuot|khoang|khong|chua"
    r"|phai|can|se|de|bao dam|dam bao|tru|mat|tang|giam|cong)"
    r"(?: (?:muc|hang|thu|o|vi tri|dat|den|duoi|nhom|la)){0,2}[ \n]$"
)
"""Words right before a figure that make it the end of a span."""
UPWARDS: Final = re.compile(r"(?:[ \n]diem)?[ \n](?:tro (?:len|xuong)|den (?:duoi )?\d)")
BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")

# --- names of texts and codes -------------------------------------------------------------------

_TEXT_NUMBER: Final = r"\d{1,5}(?:/\d{4})?/[a-z][a-z0-9&]{0,11}(?:-[a-z][a-z0-9&]{0,15}){0,3}"
CITED: Final = re.compile(
    r"\b(?P<kind>quyet dinh|nghi dinh|thong tu|nghi quyet|chi thi|cong van|cong dien|ke hoach"
    r"|thong bao|bao cao|luat)(?: lien tich)?(?:[ \n]so)?:?[ \n]{1,2}"
    rf"(?P<number>{_TEXT_NUMBER})(?![\w/])"
)
NUMBER_OF_DOCUMENT: Final = re.compile(rf"(?<![\w.,/-]){_TEXT_NUMBER}(?!\w)")
CODE: Final = re.compile(r"(?<![\w.-])(?=[a-z]{0,3}\d)[0-9a-z][0-9a-z.-]{4,90}(?!\w)")
CODE_WORDS: Final = re.compile(
    r"\b(?P<what>ma (?:so )?(?:ho so|bien nhan)|so ho so|ma dinh danh|ma don vi|ma co quan)"
    r"(?: dien tu)?(?: cua [^:;.\d]{1,40})?(?: la)?[ :]{0,3}$"
)

# --- whose figures ------------------------------------------------------------------------------

_LEVEL: Final = r"(?P<{}>tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)(?![^\W\d_])"
OFFICE: Final = re.compile(
    r"\b(?:(?:UBND|(?:ủy|uỷ) ban nhân dân|toàn|của|điểm)[ \n]"
    + _LEVEL.format("kind")
    + r"|(?<!\b\d )(?<!\b\d\d )(?<!\b\d{3} )(?<!ác )(?<!hững )(?<!số )"
    + r"(?<!xã, )(?<!phường, )(?<!huyện, )(?<!cấp )(?<!khối )"
    + _LEVEL.format("level")
    + r"(?=[ \n](?:đạt|xếp|đứng)\b))",
    re.IGNORECASE,
)
"""A unit without its name, over the text itself: "UBND xã", "toàn tỉnh", "phường đạt"."""
_BODY: Final = (
    r"(?<!cơ )\b(?:[Ss]ở|[Pp]hòng|[Bb]an quản lý|[Tt]rung tâm|[Cc]ông an|[Cc]hi cục|[Vv]ăn phòng"
    r"|[Kk]hối|[Tt]rạm|[Bb]ộ phận|[Đđ]ảng ủy|[Tt]hôn|[Cc]ả nước"
    r"|(?:[Cc]ác|[Nn]hững|[Mm]ỗi|(?<![\d/])\d{1,3})[ \n]"
    r"(?:đơn vị|cơ quan|địa phương|xã|phường|huyện|tỉnh|sở)"
    r"|(?:Bộ|Ban|Hội)(?=[ \n][A-ZĐ](?!hỉ số)))\b"
)
OTHER_BODY: Final = re.compile(_BODY)
"""Whoever is no unit of the state's levels, or several of them, over the text itself."""
BODY_OF: Final = re.compile(_BODY + r"[^,.;:()\d]{0,60}$")
"""The name of a body that the name of a unit ends: "Công an phường …"."""
OTHER_INDEX: Final = re.compile(
    r"\b(?:cchc|cai cach hanh chinh|par ?index|papi|sipas|dti|pci|d?dci|pgi|pii|ict ?index|ocop"
    r"|chuyen doi so|doi moi sang tao|chi so xanh|nang luc canh tranh|hieu qua quan tri"
    r"|(?:danh gia|xep loai) (?:cong chuc|can bo|vien chuc)|thi dua|nong thon moi"
    r"|tiep can phap luat|an toan (?:thuc pham|giao thong)|bo tieu chi"
    r"|quy che (?:danh gia|cham diem|xep loai))\b"
)
BY_ANOTHER: Final = re.compile(rf"\btheo (?:\w{{1,12}} ){{0,3}}?{OTHER_INDEX.pattern}")
"""By which set of indicators figures are, told after them."""
OTHER_MATTER: Final = re.compile(
    OTHER_INDEX.pattern + r"|\b(?:bo tieu chi|tieu chi \d|an toan|ve sinh|kiem tra|cham diem"
    r"|(?:thi|xet) tuyen|(?:ky|cuoc|hoi|bai) thi|thi sinh|hoc (?:sinh|luc|ky)|nam hoc"
    r"|truong (?:tieu hoc|mam non|thcs|thpt|trung hoc|hoc)|benh vien|cong ty|hop tac xa|dang vien"
    r"|toan doan|gia dinh van hoa|chi so (?!766|phuc vu|chi dao|tong hop|thanh phan|danh gia))\b"
)
"""Words by which a document that nowhere names the framework is about something else."""
OUR_INDEX: Final = re.compile(r"\b(?:766|phuc vu nguoi dan)\b")

# --- figures ------------------------------------------------------------------------------------

SCORE: Final = re.compile(
    rf"{_ALONE}(?P<points>{_NUMBER})(?:[ \n]{{0,2}}diem)?[ \n]{{0,2}}/"
    rf"[ \n]{{0,2}}(?P<maximum>{_NUMBER})"
    r"(?![\w/]|[.,]\d)(?P<word>[ \n]{0,2}diem\b)?"
)
BARE: Final = re.compile(rf"{_ALONE}(?P<points>{_NUMBER})(?= diem\b)")
PERCENT: Final = re.compile(rf"{_ALONE}(?P<percent>{_NUMBER})[ \n]{{0,2}}(?:%|phan tram\b)(?!\w)")
_WORDS_BETWEEN: Final = (
    r"(?:dat|duoc|tuong ung|tuong duong|ung voi|chiem|voi|bang|la|ty le|ti le|khoang)"
)
LINK: Final = re.compile(rf"[\s,;:()\[\]\x00-]{{0,6}}(?:{_WORDS_BETWEEN}[\s:,(]{{1,3}}){{0,4}}")
"""What may stand between points and their percent."""
PERCENT_ENDS: Final = re.compile(
    r"[ \n]{0,2}(?:$|[^\w \n]|(?:xep|dung|va|tang|giam|cao|thap|trong do|so diem|diem toi da"
    r"|(?:so voi |tong )(?:so )?diem toi da)\b)"
)
"""What may follow a percent that is one of points; other words say what it is of."""
_STEPS: Final = r"(?:dat|duoc|la|chi|moi|co|so diem|diem)"
TO_FIGURE: Final = re.compile(rf"[\s:\"'*-]{{0,4}}(?:{_STEPS}[\s:]{{1,3}}){{0,4}}")
"""What may stand between a name and its figure."""
TO_TOTAL: Final = re.compile(
    rf"[\s:\"'*-]{{0,4}}(?:(?:{_STEPS}|(?:theo )?bo chi so(?: 766)?|cua [^,:;.\d]{{1,60}})"
    r"[\s:]{1,3}){0,4}"
)
"""What may stand between the words for a total and its figure: also whose it is."""
TO_UNITS_FIGURE: Final = re.compile(
    rf"[\s:\"'*(-]{{0,4}}(?:(?:{_STEPS}|ket qua|tong cong|voi|duoc)[\s:(]{{1,3}}){{0,5}}"
)
"""What may stand between a unit and its total."""
PLAIN_WORDS: Final = re.compile(r"\b(?:ket qua|chi so|nhom|tieu chi)\b")
"""Words before a name that say nothing of their own."""
ANNOUNCED: Final = re.compile(r"\b(?:cong bo|bao cao|cong khai|thong bao|de nghi|yeu cau)\b")
"""Words that tell what an office does: its name before them is not whose figures follow."""
COUNTED: Final = re.compile(
    r"[ \n]{1,2}(?P<what>ho so|don vi|tthc|thu tuc|dich vu|xa|phuong|co quan|dia phuong|phieu"
    r"|truong hop|to chuc|luot|y kien|nguoi|chi tieu|tieu chi|nhom|phong|so|ban|nganh)\b"
)
BARE_COUNT: Final = re.compile(rf"{_ALONE}(?P<number>{_NUMBER})(?={COUNTED.pattern})")
TOTAL_WORDS: Final = re.compile(
    r"\b(?:tong (?:so )?diem(?! toi da)(?: chung| tong hop| cuoi cung)?|chi so tong hop"
    r"|(?:ket qua|diem|so diem) tong hop|diem so tong|diem tong)\b"
)
RANK: Final = re.compile(
    r"\b(?:(?:xep|dung)(?: hang| thu hang| thu| vi tri| o vi tri){1,2}|thu hang|vi tri thu"
    r"|hang(?=[ :]{1,3}\d{1,4} ?/))(?: thu)?[\s:\"'*]{0,4}"
    r"(?P<rank>\d{1,4})(?:[ \n]?/[ \n]?(?P<of>\d{1,4})|[ \n]tren(?: tong so)?[ \n](?P<on>\d{1,4}))?"
    r"(?![\w/%]|[.,]\d| ?diem| ?[/,.] ?\d)"
)
OF_A_PART: Final = re.compile(r"[ \n](?:ve|doi voi)[ \n]")
"""What follows a rank that is one among many of a unit."""
_POOL_WORD: Final = (
    r"(?:xa|phuong|dac khu|thi tran|huyen|thi xa|thanh pho|quan|tinh|so|ban|nganh|bo"
    r"|co quan|don vi|dia phuong)"
)
POOL: Final = re.compile(
    rf"[ \n]{{1,2}}{_POOL_WORD}(?!\w)(?:(?:,[ \n]?|[ \n]va[ \n]|/){_POOL_WORD}(?!\w)){{0,6}}"
)
BEFORE_GRADE: Final = re.compile(
    r"(?:don vi|xa|phuong|co quan|dia phuong|huyen|tinh|so|loai|len|duoi|chua|khong|tren|tu|muc"
    r"|phan dau|de|muc tieu|yeu cau|tieu chuan|chuan|thi)(?: (?:duoc|dat|xep|co))?[ \n]$"
)
"""Words before "xếp loại" that make it a number of units, or an aim."""
NUMBER_OF_UNITS: Final = re.compile(
    r"[ \"']{0,2}:|[\s\"':(-]{1,4}(?:(?:co|gom|la)[\s:]{1,2})?"
    r"(?:\d{1,4}(?:[ \n]?/[ \n]?\d{1,4})?[ \n]{1,2}"
    rf"{_POOL_WORD}(?!\w)|(?:gom|co)\b)"
)
"""What follows a class that units are counted by."""
ITEM: Final = re.compile(
    r"([ivx]{1,5}[.)] )|(\d{1,2}[.)] )|(\d{1,2}\.\d{1,2}[.)]? )|([a-z][.)] )|([-*•] )|(\+ )"
)
"""What an item of a list begins with, from the highest level to the lowest."""
LINE_DEPTH: Final = 9
"""A line that announces a list stands above its dashes, which are the fifth level of two each."""
SENTENCE_END: Final = re.compile(r"[;!?]|\.(?= |$)")
_CAPITAL: Final = "[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ]"
_WORD: Final = (
    rf"(?!(?:Quý|Tháng|Năm|Căn|Kết|Trên|Theo|Bộ|UBND)\b){_CAPITAL}[^\W\d_A-Z]{{0,9}}(?!\w)"
)
UNIT: Final = re.compile(
    r"\b(?P<office>(?:UBND|[ỦU][yỷ] ban nhân dân|Uỷ ban nhân dân)[ \n])?"
    r"(?P<kind>tỉnh|thành phố|TP\.?|huyện|thị xã|TX\.?|quận|xã|phường|thị trấn|đặc khu|"
    r"Tỉnh|Thành phố|Huyện|Thị xã|Quận|Xã|Phường|Thị trấn|Đặc khu)[ \n]"
    rf"(?P<name>{_WORD}(?:[ \n]{_WORD}){{0,4}}|\d{{1,2}}(?![\w/.,]\w?))"
)
"""A unit by name, over the text itself: only capitals tell where a name ends."""


@frozen(eq=False)
class Names:
    """The names of an edition: those of groups, and those of classes after their words."""

    nodes: re.Pattern[str]
    grades: re.Pattern[str]
    bands: Mapping[str, str]


@lru_cache(maxsize=16)
def names_of(plan: Plan) -> Names:
    """Return the patterns for the names of the nodes and bands of an edition."""
    bands: dict[str, str] = {}
    for band in plan.bands:
        bands |= dict.fromkeys(map(fold, (band.label, *band.aliases)), band.id)
    nodes = _any(name for name in plan.folded if len(name) > 3)  # noqa: PLR2004 (no "a", no "1.1")
    labels = _any(bands)
    return Names(
        nodes=re.compile(rf"\b(?:{nodes})\b"),
        grades=re.compile(
            r"\b(?P<words>(?:ket qua )?(?:xep loai|phan loai|dat loai))(?: chung| tong hop)?"
            r"[\s:\"'(*]{0,4}(?:(?:dat|la|muc|loai)[\s:\"'(*]{1,4}){0,2}"
            rf"(?P<band>{labels})(?![\w-])(?! (?:{labels})\b)"
        ),
        bands=bands,
    )


def _any(names: Iterable[str]) -> str:
    r"""Return a pattern for folded names, longest first; words may have marks between them."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(r"[\s,;/()-]{1,3}".join(map(re.escape, name.split())) for name in ordered)
