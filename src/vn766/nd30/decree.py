"""The rules of Nghị định 30/2020/NĐ-CP as frozen values, read from ``nd30/decree.toml``.

The writer takes its measures from here and the checker its rules: `decree` returns both. Lengths
are in millimetres (``…_mm``), sizes and spaces in points (``…_pt``), all as `Decimal`.

    >>> page = decree().page
    >>> page.width_mm, page.margins.left.least, page.sample.left_mm
    (Decimal('210'), Decimal('30'), Decimal('35'))
    >>> motto = decree().element("motto")
    >>> motto.size.most, motto.bold, motto.italic, motto.align, motto.line
    (Decimal('14'), True, False, 'center', 'full')
    >>> decree().size_set("13/14/14").place_date
    Decimal('14')
    >>> decree().abbreviation("Báo cáo")
    'BC'
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from string import Formatter
from typing import Final, Literal, NamedTuple

from attrs import evolve, frozen

from vn766.framework.loader import load_cited
from vn766.framework.sources import Citation

_FILE = Path(__file__).with_name("decree.toml")
_SYMBOL: Final = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9.&]*+(?:-[A-ZĐ][A-Za-zĐđ0-9.&]*+)++")

Align = Literal["left", "center", "right", "justify"]
RuleSeverity = Literal["legal", "practice"]

ALIGNED: dict[str, tuple[str, str]] = {
    "left": ("canh trái", "aligned left"),
    "center": ("canh giữa", "centred"),
    "right": ("canh phải", "aligned right"),
    "justify": ("canh đều hai lề", "justified"),
}
"""How alignments are called, in Vietnamese and English."""


@frozen(kw_only=True)
class Range:
    """The values from `least` to `most`, both included."""

    least: Decimal
    most: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.least <= value <= self.most


@frozen(kw_only=True)
class Margins:
    """The distances of the text from the edges of the page."""

    top: Range
    bottom: Range
    left: Range
    right: Range
    tolerance_mm: Decimal
    source: Citation


@frozen(kw_only=True)
class SamplePage:
    """The margins of the decree's own pages, and the distance of the header from the edge."""

    top_mm: Decimal
    bottom_mm: Decimal
    left_mm: Decimal
    right_mm: Decimal
    header_mm: Decimal
    source: Citation


@frozen(kw_only=True)
class Page:
    """Paper and margins."""

    width_mm: Decimal
    height_mm: Decimal
    margins: Margins
    sample: SamplePage
    source: Citation


@frozen(kw_only=True)
class Font:
    """What all letters of a document share; `color` is in hexadecimal digits."""

    family: str
    color: str
    language: str
    source: Citation


@frozen(kw_only=True)
class Body:
    """How the body is set.

    `first_line_mm` are the indents that may be chosen from, `space_pt` is the least space
    between paragraphs, `lines` the spacing in multiples of a line.
    """

    align: Align
    first_line_mm: tuple[Decimal, ...]
    tolerance_mm: Decimal
    space_pt: Decimal
    lines: Range
    end_mark: str
    point_letters: str
    subject_space_pt: Decimal
    source: Citation


@frozen(kw_only=True)
class Texts:
    """The words that stand in every document; of `national_names` the first is to be written."""

    national_names: tuple[str, ...]
    motto: str
    number: str
    letter_subject: str
    addressees: str
    recipients: str
    as_above: str
    archive: str
    annex: str
    enclosure: str
    no_letter_sign: str
    academic_titles: tuple[str, ...]
    source: Citation


@frozen(kw_only=True)
class SizeSet:
    """Sizes in points that go together in one document."""

    id: str
    national_name: Decimal
    motto: Decimal
    place_date: Decimal
    source: Citation


@frozen(kw_only=True)
class Element:
    """An element of a document and its letters; None means that the decree leaves it open.

    `size` is in points, `sample_pt` the size in the decree's sample table. `capitals` is True
    for "in hoa" and False for "in thường". `line` is the line below: ``"full"`` as long as the
    text, ``"part"`` a third to a half of it.
    """

    id: str
    label: str
    label_en: str
    size: Range
    sample_pt: Decimal
    source: Citation
    capitals: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    align: Align | None = None
    line: Literal["full", "part"] | None = None


@frozen(kw_only=True)
class Kind:
    """A kind of document and its abbreviation; a công văn has none."""

    name: str
    abbreviation: str


@frozen(kw_only=True)
class Authority:
    """An abbreviation before the office of who signs for somebody else.

    The first or second word of the office in the line below is one of `below`, if there are any.
    """

    prefix: str
    meaning: str
    below: tuple[str, ...] = ()

    def allows(self, office: str) -> bool:
        """Whether an office may stand in the line below."""
        return not self.below or not {*self.below}.isdisjoint(office.casefold().split()[:2])


class WrittenAuthority(NamedTuple):
    """An authority as a line writes it; `proper` if just so, with a blank behind it."""

    authority: Authority
    text: str
    proper: bool


@frozen(kw_only=True)
class Rule:
    """One rule that a document can break.

    `severity` is ``"legal"`` where the decree's text or size table says it, ``"practice"``
    where only its forms, or published documents, do. A rule with an `element` asks for the
    letters of that element. The titles and what is required are texts for users.
    """

    id: str
    title: str
    title_en: str
    severity: RuleSeverity
    source: Citation
    required: str = ""
    required_en: str = ""
    element: str | None = None


@frozen(kw_only=True)
class Decree:
    """All of it: measures, elements, words, and the rules that quote them."""

    id: str
    title: str
    page: Page
    font: Font
    body: Body
    texts: Texts
    size_sets: tuple[SizeSet, ...]
    elements: tuple[Element, ...]
    kinds: tuple[Kind, ...]
    authorities: tuple[Authority, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def _elements(self) -> dict[str, Element]:
        return {element.id: element for element in self.elements}

    def element(self, name: str) -> Element:
        """Return the element of that id; a KeyError if there is none."""
        return self._elements[name]

    def size_set(self, name: str) -> SizeSet:
        """Return the sizes of that name, such as ``"13/14/14"``; a KeyError if there are none."""
        return {sizes.id: sizes for sizes in self.size_sets}[name]

    @cached_property
    def _titled(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{'|'.join(self.texts.academic_titles)})\b")

    def has_academic_title(self, name: str) -> bool:
        """Whether the name of a person begins with an academic title."""
        return self._titled.match(name) is not None

    def authority_in(self, line: str) -> WrittenAuthority | None:
        """Return for whom a line says that somebody signs, however it is written: ``T/M``."""
        for authority in self.authorities:
            letters = r"\W*".join(authority.prefix.rstrip("."))
            found = re.match(rf"{letters}\b\W*(?=\w)", line, re.IGNORECASE)
            if found:
                proper = line.startswith(f"{authority.prefix} ")
                return WrittenAuthority(authority, found[0].strip(), proper)
        return None

    def abbreviation(self, kind: str) -> str | None:
        """Return how a symbol abbreviates a kind of document, in whatever case; else None."""
        names = {it.name.casefold(): it.abbreviation for it in self.kinds}
        return names.get(kind.casefold())


def is_symbol(text: str) -> bool:
    """Whether a text is groups in capitals, joined by hyphens.

    Example:
        >>> is_symbol("UBND-PVHCC&KSTT"), is_symbol("UBND"), is_symbol("BC - UBND")
        (True, False, False)
    """
    return _SYMBOL.fullmatch(text) is not None


@lru_cache(maxsize=1)
def decree() -> Decree:
    """Return the decree: read once, then kept."""
    read = load_cited(_FILE, Decree)
    return evolve(read, rules=tuple(_complete(rule, read) for rule in read.rules))


# The texts of the rules quote the measures, so that no figure stands twice.


class _Quoting(Formatter):
    """Write measures into texts: with a comma, or with a point where they ask for ``:en``."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Write one measure."""
        if isinstance(value, Range):
            ends = (self.format_field(end, format_spec) for end in (value.least, value.most))
            return "–".join(dict.fromkeys(ends))
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return text if format_spec == "en" else text.replace(".", ",")
        return str(value)


_QUOTING = _Quoting()


def _complete(rule: Rule, read: Decree) -> Rule:
    """Return `rule` with its texts filled in; those about letters are told by the element."""
    if rule.element is not None:
        element = read.element(rule.element)
        return evolve(rule, required=_letters(element), required_en=_letters_en(element))
    measures = {
        "page": read.page,
        "font": read.font,
        "body": read.body,
        "texts": read.texts,
        "size_sets": read.size_sets,
    }
    return evolve(
        rule,
        required=_QUOTING.vformat(rule.required, (), measures),
        required_en=_QUOTING.vformat(rule.required_en, (), measures),
    )


def _letters(element: Element) -> str:
    parts = [f"cỡ chữ {_QUOTING.format_field(element.size, '')}"]
    parts += _chosen(element.capitals, "chữ in hoa", "chữ in thường")
    parts += _chosen(element.italic, "nghiêng", "đứng")
    parts += _chosen(element.bold, "đậm", "không đậm")
    parts += [ALIGNED[element.align][0]] if element.align else []
    return ", ".join(parts)


def _letters_en(element: Element) -> str:
    parts = [f"size {_QUOTING.format_field(element.size, 'en')}"]
    parts += _chosen(element.capitals, "capitals", "not in capitals")
    parts += _chosen(element.italic, "italic", "upright")
    parts += _chosen(element.bold, "bold", "not bold")
    parts += [ALIGNED[element.align][1]] if element.align else []
    return ", ".join(parts)


def _chosen(value: bool | None, yes: str, no: str) -> list[str]:  # noqa: FBT001 (as in Element)
    return [] if value is None else [yes if value else no]
