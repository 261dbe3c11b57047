"""How officials write figures, dates and codes: patterns over plain texts, and what they find.

Each pattern takes time linear in the text: nothing repeats without a bound beside what it may also
match. They only find; what a match says is read by `vn766.vi` and `vn766.codes`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from attrs import frozen

from vn766.lazy import regex
from vn766.vi.dates import MONTH_WORDS
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vn766._engine.plan import Plan

_any: Final = Vocabulary("audit").any_of
_UNITS: Final = Vocabulary("units")
_NUMBER: Final = r"\d{1,9}(?:[.,]\d{1,9}){0,2}"
_ALONE: Final = r"(?<![\w.,/-])"

URL: Final = regex(r"https?://[^\s<>\"]+")

# --- time ---------------------------------------------------------------------------------------

_GAP: Final = r"[ ._\n]{0,40}"
DATES: Final = (
    regex(
        rf"(?P<weekday>(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),? )?"
        rf"\bngay(?![a-z]){_GAP}(?P<day>\d{{0,2}}){_GAP}thang{_GAP}(?P<month>\d{{0,2}}){_GAP}"
        r"nam[ \n]{0,3}(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
    regex(
        r"(?P<weekday>(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat),? (?:ngay )?)?"
        r"(?<![\w./-])(?P<day>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<month>\d{1,2}) ?(?P=mark) ?"
        r"(?P<year>(?:19|20)\d\d)(?![\w]|[./-]\d)"
    ),
)
DAY_OF_MONTH: Final = regex(r"\bngay[ \n](?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|\.\d)")
AS_OF: Final = regex(
    rf"{_any('as_of')}[^;\d]{{0,40}}(?:\d{{1,2}} ?(?:gio|h|:) ?(?:\d{{1,2}})?[^;\d]{{0,12}})?$"
)
AIMED: Final = regex(rf"\b{_any('ahead')}\b")
"""Words before a time that lies ahead: what is then to be done."""
WILL_BE: Final = regex(r"[ ,]{1,2}se\b")
"""Words behind a time that lies ahead."""
TIME: Final = regex(r"(?<!\d)(?P<hour>\d{1,2}) ?(?:gio|h|:) ?(?P<minute>\d{1,2})?[^;\d]{0,12}$")
LETTERHEAD_DATE: Final = regex(r"[^,\d\n]{2,60}, ?$")
_UP_TO: Final = r"(?:\b(?:luy ke )?(?:tinh )?den (?:het |cuoi )?)?"
_OF_YEAR: Final = r"(?: ?/ ?|,?[ \n]{1,2}nam[ \n]{1,2})(?:19|20)\d\d(?!\d)"
_MONTHS: Final = rf"(?:0?[1-9]|1[0-2]|{'|'.join(sorted(MONTH_WORDS.keys() - {'tu', 'nam'}))})"
"""How many months of a year; "từ" and "năm" are other words, too."""
PERIODS: Final = (
    regex(rf"{_UP_TO}\bthang[ \n]?\d{{1,2}}{_OF_YEAR}"),
    regex(rf"{_UP_TO}\bquy[ \n]?(?:[ivx]{{1,4}}|\d){_OF_YEAR}"),
    regex(rf"{_UP_TO}\b(?:0?6|sau) thang cuoi{_OF_YEAR}"),
    regex(rf"{_UP_TO}\b{_MONTHS} thang(?: dau|(?!,)){_OF_YEAR}"),
    regex(rf"{_UP_TO}\b(?<!thang cuoi )(?:ca )?nam (?:19|20)\d\d(?!\d)"),
)
YEARLESS: Final = regex(
    r"\b(?:(?P<month>thang) (?P<number>\d{1,2})|quy (?P<quarter>[ivx]{1,4}|\d))(?![\w/]|[.,]\d)"
    rf"|\b{_MONTHS} thang dau(?= nam\b)"
)
TO_PERIOD: Final = regex(rf"[ \n]{{0,2}}(?:{_any('within')}[ \n])?")
"""Words that may stand between a figure and the period that follows it."""
TO_DAY: Final = regex(rf"[ \n]{{0,2}}\(?(?:{_any('taken')} ){{0,2}}(?:den )?(?:het )?(?:ngay )?")
"""Words that may stand between a figure and the day that follows it."""
AIM: Final = regex(rf"\b{_any('aims')}\b")
"""Words after which figures are aimed at, up to the full stop."""
AIMS_AHEAD: Final = regex(rf"(?:(?:mot so|cac) )?{_any('aims', 'aims_ahead')}\b")
"""How a heading begins under which figures are aimed at."""
EARLIER: Final = regex(rf"\b(?:{_any('aims', 'earlier')}|neu(?! (?:tren|ro|tai|o|trong)\b))\b")
"""Words after which a figure is of another time, not final, only aimed at, a limit, an average."""
EXTREME: Final = regex(r"(?:cao|thap|lon|nho) nhat")
BEFORE_LIMIT: Final = regex(rf"\b(?<!tong ){_any('limits')}(?: {_any('limit_steps')}){{0,2}}[ \n]$")
"""Words right before a figure that make it the end of a span."""
UPWARDS: Final = regex(r"(?:[ \n]diem)?[ \n](?:tro (?:len|xuong)|den (?:duoi )?\d)")
BRACKETS: Final = regex(r"\([^()]{0,400}\)")

# --- names of texts and codes -------------------------------------------------------------------

_TEXT_NUMBER: Final = r"\d{1,5}(?:/\d{4})?/[a-z][a-z0-9&]{0,11}(?:-[a-z][a-z0-9&]{0,15}){0,3}"
CITED: Final = regex(
    rf"\b(?P<kind>{_any('documents', 'instruments')})(?: lien tich)?(?:[ \n]so)?:?[ \n]{{1,2}}"
    rf"(?P<number>{_TEXT_NUMBER})(?![\w/])"
)
NUMBER_OF_DOCUMENT: Final = regex(rf"(?<![\w.,/-]){_TEXT_NUMBER}(?!\w)")
CODE: Final = regex(r"(?<![\w.-])(?=[a-z]{0,3}\d)[0-9a-z][0-9a-z.-]{4,90}(?!\w)")
CODE_WORDS: Final = regex(
    rf"\b(?P<what>{_any('codes')})(?: dien tu)?(?: cua [^:;.\d]{{1,40}})?(?: la)?[ :]{{0,3}}$"
)

# --- whose figures ------------------------------------------------------------------------------

_KINDS: Final = _UNITS.written("kinds")
_COMMITTEES: Final = "|".join(_UNITS.written("committees"))
_LEVEL: Final = rf"(?P<{{}}>{'|'.join(_KINDS)})(?![^\W\d_])"
OFFICE: Final = regex(
    rf"\b(?:(?:{_COMMITTEES}|toàn|của|điểm)[ \n]"
    + _LEVEL.format("kind")
    + r"|(?<!\b\d )(?<!\b\d\d )(?<!\b\d{3} )(?<!ác )(?<!hững )(?<!số )"
    + r"(?<!xã, )(?<!phường, )(?<!huyện, )(?<!cấp )(?<!khối )"
    + _LEVEL.format("level")
    + r"(?=[ \n](?:đạt|xếp|đứng)\b))",
    re.IGNORECASE,
)
"""A unit without its name, over the text itself: "UBND xã", "toàn tỉnh", "phường đạt"."""
_BODIES: Final = Vocabulary("audit").written("bodies")
_BODY: Final = (
    rf"(?<!cơ )\b(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in _BODIES)}"
    r"|(?:[Cc]ác|[Nn]hững|[Mm]ỗi|(?<![\d/])\d{1,3})[ \n]"
    rf"(?:{'|'.join(Vocabulary('audit').written('several'))})"
    r"|(?:Bộ|Ban|Hội)(?=[ \n][A-ZĐ](?!hỉ số)))\b"
)
OTHER_BODY: Final = regex(_BODY)
"""Whoever is no unit of the state's levels, or several of them, over the text itself."""
BODY_OF: Final = regex(_BODY + r"[^,.;:()\d]{0,60}$")
"""The name of a body that the name of a unit ends: "Công an phường …"."""
OTHER_INDEX: Final = regex(rf"\b{_any('other_indices')}\b")
BY_ANOTHER: Final = regex(rf"\btheo (?:\w{{1,12}} ){{0,3}}?{OTHER_INDEX.pattern}")
"""By which set of indicators figures are, told after them."""
OTHER_MATTER: Final = regex(
    rf"{OTHER_INDEX.pattern}|\b(?:{_any('other_matters')}|tieu chi \d"
    rf"|chi so (?!{_any('our_indices')}))\b"
)
"""Words by which a document that nowhere names the framework is about something else."""
OUR_INDEX: Final = regex(r"\b(?:766|phuc vu nguoi dan)\b")

# --- figures ------------------------------------------------------------------------------------

_OUT_OF: Final = rf"(?:{_any('out_of')}[ \n:]{{1,3}})"
SCORE: Final = regex(
    rf"{_ALONE}(?P<points>{_NUMBER})(?P<unit>[ \n]{{0,2}}(?:diem|d)\b)?(?:[ \n]{{0,2}}/[ \n]{{0,2}}"
    rf"{_OUT_OF}{{0,4}}|[ \n]tren[ \n](?:(?P<words>{_OUT_OF}{{1,4}})|)"
    rf"|[ \n]{{0,2}}[(,]?[ \n]{{0,2}}(?=[^\d(]{{0,20}}(?:toi da|thang diem)\b){_OUT_OF}{{1,4}})"
    rf"(?P<maximum>{_NUMBER})(?:(?=d\b)|(?![\w/]|[.,]\d))(?P<word>[ \n]{{0,2}}(?:diem|d)\b)?"
)
"""Points out of a maximum: 17,08/22, "17,08 điểm trên 22 điểm", "17,08 điểm (tối đa 22 điểm)"."""
BARE: Final = regex(rf"{_ALONE}(?P<points>{_NUMBER})(?= diem\b)")
PLAIN: Final = regex(
    rf"{_ALONE}(?P<points>\d{{1,3}}[.,]\d{{1,2}})(?![\w/%]|[.,]\d)(?![ \n]{{1,2}}(?:%|/|\w))"
)
"""A decimal with no word behind it, which may be the points of what is named before."""
MAXIMUM_BEFORE: Final = regex(
    rf"[ \n]{{0,2}}\([ \n]?(?:(?:tu )?0 ?(?:-|den) ?)?{_OUT_OF}{{0,4}}(?P<maximum>{_NUMBER})"
    r"(?: ?diem)?[ \n]?\)"
)
"""The maximum in brackets between a name and its points."""
PERCENT: Final = regex(rf"{_ALONE}(?P<percent>{_NUMBER})[ \n]{{0,2}}(?:%|phan tram\b)(?!\w)")
LINK: Final = regex(rf"[\s,;:()\[\]\x00-]{{0,6}}(?:{_any('between')}[\s:,(]{{1,3}}){{0,4}}")
"""Words that may stand between points and their percent."""
COUNT_LINK: Final = regex(rf"(?:[ \n](?:duoc )?{_any('counted_as')})?{LINK.pattern}")
"""Words that may stand between counts and their percent: also which of them they are."""
PERCENT_ENDS: Final = regex(rf"[ \n]{{0,2}}(?:$|[^\w \n]|{_any('percent_ends')}\b)")
"""The ends of a percent that is one of points; other words say what it is of."""
_STEPS: Final = _any("steps")
TO_FIGURE: Final = regex(
    rf"[\s:\"'*-]{{0,4}}(?:(?:{_STEPS}|(?:trong )?\0{{1,40}})[\s:]{{1,3}}){{0,4}}"
)
"""Words that may stand between a name and its figure."""
TO_TOTAL: Final = regex(
    rf"[\s:\"'*-]{{0,4}}(?:(?:{_STEPS}|(?:theo )?bo chi so(?: 766)?|cua [^,:;.\d]{{1,60}})"
    rf"[\s:]{{1,3}}|{_any('total_steps')}[\s:]{{1,3}}|\0{{1,40}}[\s:]{{1,3}}){{0,4}}"
)
"""Words that may stand between the words for a total and its figure: also whose it is."""
TO_UNITS_FIGURE: Final = regex(
    rf"[\s:\"'*(-]{{0,4}}(?:(?:{_any('steps', 'unit_steps')}|(?:trong )?\0{{1,40}})[\s:(]{{1,3}})"
    r"{0,5}"
)
"""Words that may stand between a unit and its total."""
PLAIN_WORDS: Final = regex(rf"\b{_any('plain_words')}\b")
"""Words before a name that say nothing of their own."""
ANNOUNCED: Final = regex(rf"\b{_any('announced')}\b")
"""Words that tell what an office does: its name before them is not whose figures follow."""
COUNTED: Final = regex(rf"[ \n]{{1,2}}(?P<what>{_any('counted')})\b")
COUNTED_BEFORE: Final = regex(
    rf"\b{_any('counted_before')}\b[^,;.:()\d]{{0,40}}"
    r"(?<!\bso)(?<!\btang)(?<!\bgiam)(?<!\bdung)(?<!\bxep)(?<!\bhang)(?<!\bthu):?[ \n]$"
)
"""Words before so many of so many, or their percent: what is counted, and no number or rank."""
RATE_OF: Final = regex(r"\b(?:dat|chiem|ty le|ti le|la|bang)[ \n:]{1,2}$")
"""Words before a percent that is one of the counts in brackets behind it."""
PORTION: Final = regex(
    rf"{_ALONE}(?P<whole>{_NUMBER})[ \n](?P<what>{_any('counted_before')})"
    rf",?[ \n]trong do,?:?[ \n](?:co[ \n])?(?:{_any('counted_as')}[ \n:]{{1,2}}(?:la[ \n])?)?"
    rf"(?P<part>{_NUMBER})[ \n](?P=what)(?:[ \n]{_any('counted_as')})?"
    rf"(?={LINK.pattern}{_NUMBER}[ \n]{{0,2}}(?:%|phan tram\b))"
)
"""So many, a part of them, and the percent of the part."""
BARE_COUNT: Final = regex(rf"{_ALONE}(?P<number>{_NUMBER})(?={COUNTED.pattern})")
TOTAL_WORDS: Final = regex(
    r"\b(?:tong (?:so )?diem(?! toi da)(?: chung| tong hop| cuoi cung)?"
    rf"|{_any('totals')}|(?P<weak>{_any('sums')}"
    r"(?=[\s:]{1,3}(?:(?:la|dat|duoc)[\s:]{1,2}){0,2}"
    rf"(?:{_NUMBER}[ \n]?(?:diem|/|tren)|\0))))\b"
)
TELLS: Final = regex(
    r"(?: diem)?[ \n]?[,;(–-]?[ \n]{0,2}(?:(?:va|duoc|dat|ket qua)[ \n]){0,3}"
    r"(?:xep|dung|phan loai|hang|trong do|cu the)\b"
)
"""Words behind points by which they are the total of the unit before them: class, rank, groups."""
RANK: Final = regex(
    rf"\b(?:(?:xep|dung)(?: hang| thu hang| thu| vi tri| o vi tri){{1,2}}|{_any('ranks')}"
    r"|hang(?=[ :]{1,3}\d{1,4} ?/))(?: thu)?(?: cua [^,:;.\d]{1,40}(?=:))?[\s:\"'*]{0,4}"
    r"(?P<rank>\d{1,4})(?:[ \n]?/[ \n]?(?P<of>\d{1,4})|[ \n]"
    r"(?:tren|trong)(?: tong so)?[ \n](?P<on>\d{1,4}))?"
    r"(?![\w/%]|[.,]\d| ?diem| ?[/,.] ?\d)"
)
OPENS_TOTAL: Final = regex(rf"\W{{0,4}}(?:{_any('opens_total')}[\s:,]{{1,3}}){{1,4}}")
"""The beginning of a sentence before a total that is nobody else's."""
BEHIND_GRADE: Final = regex(rf"[\s,;(-]{{1,3}}(?:(?:voi|{_any('opens_total')})[\s:]{{1,2}}){{0,4}}")
"""Between a class and the total that it is of."""
FROM_TO: Final = regex(
    rf"\btu (?P<before>{_NUMBER})(?: ?/ ?\d{{2,3}})?(?: diem)? "
    r"(?:len|xuong|den|con|tang len|giam con) "
    rf"(?P<after>{_NUMBER})(?: ?/ ?\d{{2,3}})?(?: diem)?[ ,;(]{{1,3}}(?P<way>tang|giam)(?: them)? "
    rf"(?P<points>{_NUMBER}) diem\b"
)
"""Points before and after, and how much they rose or fell."""
IN_BRACKET: Final = regex(r"[ \n]{0,2}\([ \n]?")
BRACKET_ENDS: Final = regex(r" diem[ \n]?\)(?![ \n]{0,2}(?::|dat|duoc|la|\d))")
"""The end of points in brackets behind a group; before others they are its maximum."""
NEXT_RANK: Final = regex(r"(?:,|[ \n]va|,[ \n]xep|,[ \n]dung)?[ \n]{0,2}(?:thu[ \n])?")
"""Between a rank and the next one of the same unit, in another pool."""
CHANGE: Final = regex(
    rf"\b(?P<way>tang|giam|cao hon|thap hon)(?: them| duoc| la)? (?P<points>{_NUMBER}) diem\b"
)
"""How much points rose or fell."""
IN_A_ROW: Final = regex(r"(?:,|[ \n]va|,[ \n]va)?[ \n]{1,2}")
"""Between units that are named one after another."""
IN_A_LIST: Final = regex(
    rf"(?:[ \n:(]{{1,3}}(?:dat[ \n])?{_NUMBER}(?:[ \n]diem)?\)?)?"
    r"(?:[,;]|[ \n]va|[,;][ \n]va)?[ \n]{1,2}"
)
"""Between the units of a list, with the total of the first."""
OF_ALL: Final = regex(r",?[ \n](?:(?:deu|cung|duoc|co|ket qua|danh gia)[ \n]){0,4}")
"""Between units and the class that all of them have."""
LISTED: Final = regex(r"[ \n]{0,2}(?:\([^()]{0,40}\))?[ \n]{0,2}(?::|(?:gom|la|co)\b:?)[ \n]{1,2}$")
"""Between a class and the first of the units that have it."""
SHARE_OF: Final = regex(r"[ \n]{0,2}\((?:dat |ty le |dat ty le )?$")
"""Between a group and its percent in brackets."""
AMONG_GROUPS: Final = regex(r"\b(?:nhom|chi so|tieu chi)\b")
OF_A_PART: Final = regex(r"[ \n](?:ve|doi voi)[ \n]")
"""Words behind a rank that is one among many of a unit."""
_MATTER: Final = (
    rf"(?:{_any('matters')})[ \n](?![^,.;:()]{{0,60}}?\b(?:766|{_any('our_matters')})\b)"
)
OF_A_MATTER: Final = regex(rf"[ \n]{_MATTER}")
"""Words behind a class by which it is one of something else."""
ON_A_MATTER: Final = regex(rf"\W{{0,6}}{_MATTER}[^,.;:()\d]{{1,60}}[,:]")
"""The beginning of a sentence about something else."""
LASTING: Final = regex(
    rf"\b(?:\d{{1,3}}|{_any('many')})[ \n](?:thang|quy|ky|nam|lan)\b"
    rf"|\bthang[ \n]{_any('months')}\b|\b{_any('lasting')}\b"
)
"""Words before a class by which it is one of a length of time, or of a month that they name."""
PEOPLE_OF: Final = regex(rf"\b{_any('people')}[ \n](?:cua[ \n])?$")
"""People of a unit right before its name: a class is then theirs."""
CLAUSES: Final = regex(r"[,;:()–]")
NO_TOTAL: Final = regex(r"(?:[^.;\n]{0,20}\))?[ \n](?:ve|o|doi voi|cho|tai|trong|cua)\b")
"""Words behind points by which they are those of a part."""
_POOL_WORD: Final = _any("pools")
POOL: Final = regex(
    rf"[ \n]{{1,2}}{_POOL_WORD}(?!\w)(?:(?:,[ \n]?|[ \n]va[ \n]|/){_POOL_WORD}(?!\w)){{0,6}}"
)
WHOLE: Final = regex(
    r"\b(?:trong|tren|tong so)(?:[ \n](?:tong[ \n])?so)?[ \n]"
    rf"(?P<whole>\d{{1,4}})(?={POOL.pattern})"
    rf"|{_ALONE}(?P<before>\d{{1,4}}){POOL.pattern}(?=[^\d.]{{0,40}}\btrong do\b)"
)
"""How many units there are of which some have a class."""
BEFORE_GRADE: Final = regex(rf"{_any('before_grade')}(?: (?:duoc|dat|xep|co))?[ \n]$")
"""Words before "xếp loại" that make it a number of units, or an aim."""
NUMBER_OF_UNITS: Final = regex(
    r"[ \"']{0,2}:|[\s\"':(-]{1,4}(?:(?:co|gom|la)[\s:]{1,2})?"
    r"(?:\d{1,4}(?:[ \n]?/[ \n]?\d{1,4})?[ \n]{1,2}"
    rf"{_POOL_WORD}(?!\w)|(?:gom|co)\b)"
)
"""Words behind a class that units are counted by."""
ITEM: Final = regex(
    r"([ivx]{1,5}[.)] )|(\d{1,2}[.)] )|(\d{1,2}\.\d{1,2}[.)]? )|([a-z][.)] )|([-*•] )|(\+ )"
)
"""The beginning of an item of a list, from the highest level to the lowest."""
LINE_DEPTH: Final = 9
"""A line that announces a list stands above its dashes, which are the fifth level of two each."""
SENTENCE_END: Final = regex(r"[;!?]|\.(?= |$)")
_CAPITAL: Final = "[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ]"
_WORD: Final = (
    rf"(?!(?:Quý|Tháng|Năm|Căn|Kết|Trên|Theo|Bộ|UBND)\b){_CAPITAL}[^\W\d_A-Z]{{0,9}}(?!\w)"
)
UNIT: Final = regex(
    rf"\b(?P<office>(?:{_COMMITTEES})[ \n])?"
    rf"(?P<kind>{'|'.join((*_KINDS, *map(str.capitalize, _KINDS)))}"
    rf"|(?:{'|'.join(map(str.upper, _UNITS.kind_of('abbreviated')))})\.?)[ \n]"
    rf"(?P<name>{_WORD}(?:[ \n]{_WORD}){{0,4}}"
    r"(?:[ \n]\d(?=[ \n]?[:(]|[ \n](?:đạt|xếp|được|đứng)\b))?|\d{1,2}(?![\w/.,]\w?))"
)
"""A unit by name, over the text itself: only capitals tell where a name ends."""


@lru_cache(maxsize=16)
def own_unit(kind: str, name: str) -> re.Pattern[str]:
    """Return the pattern for a unit that is known, in a text whose capitals tell nothing."""
    return re.compile(
        rf"\b(?P<office>(?:{_COMMITTEES})[ \n])?(?P<kind>{re.escape(kind)})[ \n]"
        rf"(?P<name>{re.escape(name)})(?!\w)",
        re.IGNORECASE,
    )


@frozen(eq=False)
class Names:
    """The names of groups, and of classes: after their words, right behind points, or numbers."""

    nodes: re.Pattern[str]
    grades: re.Pattern[str]
    labels: re.Pattern[str]
    shares: re.Pattern[str]
    bands: Mapping[str, str]


@lru_cache(maxsize=16)
def names_of(plan: Plan) -> Names:
    """Return the patterns for the names of the nodes and bands of an edition."""
    bands: dict[str, str] = {}
    for band in plan.bands:
        bands |= dict.fromkeys(map(fold, (band.label, *band.aliases)), band.id)
    nodes = _longest_first(name for name in plan.folded if len(name) > 3)  # noqa: PLR2004 (no "a", no "1.1")
    labels = _longest_first(bands)
    return Names(
        nodes=re.compile(rf"\b(?:{nodes})\b"),
        grades=re.compile(
            r"\b(?P<words>(?:ket qua )?(?:xep loai|phan loai|(?:dat|thuoc) loai)"
            rf"|loai(?=[ \n](?:{labels})[ \n]{{0,2}}(?:\([^()]{{0,40}}\)[ \n]?)?:))"
            r"(?: chung| tong hop)?"
            r"[\s:\"'(*]{0,4}(?:(?:dat|la|muc|loai)[\s:\"'(*]{1,4}){0,2}"
            rf"(?P<band>{labels})(?![\w-])(?! (?:{labels})\b)"
        ),
        labels=re.compile(
            r"(?:(?<=diem)|(?<=[.,]\d)|(?<=[.,]\d\d))[ \n]?(?:,|-|\()[ \n]?"
            rf"(?:(?:o |dat )?(?:loai|muc) )?(?P<band>{labels})(?=[ \n]?(?:[).,;]|$))"
        ),
        shares=re.compile(
            rf"{_ALONE}(?P<number>\d{{1,4}})(?:[ \n]?/[ \n]?(?P<of>\d{{1,4}}))?"
            rf"(?:{POOL.pattern}(?:[ \n](?:duoc|dat|xep|co|thuoc|o)){{0,3}}(?:[ \n](?:loai|muc))?"
            rf"|[ \n](?:loai|muc))[ \n](?P<band>{labels})(?![\w-])(?! tro )"
        ),
        bands=bands,
    )


def _longest_first(names: Iterable[str]) -> str:
    r"""Return a pattern for folded names, longest first; words may have marks between them."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(r"[\s,;/()-]{1,3}".join(map(re.escape, name.split())) for name in ordered)
