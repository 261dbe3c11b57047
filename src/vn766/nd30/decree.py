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
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from attrs import frozen

from vn766.framework.loader import load_cited
from vn766.framework.sources import Citation
from vn766.texts import Joined, Language, Wording, figure

_FILE = Path(__file__).with_name("decree.toml")

Align = Literal["left", "center", "right", "justify"]
RuleSeverity = Literal["legal", "practice"]
RuleGroup = Literal["page", "letters", "head", "title", "text", "end", "annex", "other"]


@frozen(kw_only=True)
class Range:
    """The values from `least` to `most`, both included."""

    least: Decimal
    most: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.least <= value <= self.most

    def text(self, language: Language) -> str:
        """Return both ends as `language` writes them, or one if they are the same."""
        ends = (figure(end, language, grouped=False) for end in (self.least, self.most))
        return "–".join(dict.fromkeys(ends))


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
    """The look that all letters of a document share; `color` is in hexadecimal digits."""

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
    titles: tuple[str, ...]
    titles_in_words: tuple[str, ...]
    symbol_pairs: tuple[str, ...]
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
    for "in hoa" and False for "in thường". `align_of_forms` says that the decree's forms show how
    the element is aligned, while no sentence demands it. `line` is the line below: ``"full"`` as
    long as the text, ``"part"`` a third to a half of it. `quote` are the decree's words.
    """

    id: str
    size: Range
    sample_pt: Decimal
    source: Citation
    capitals: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    align: Align | None = None
    align_of_forms: bool = False
    line: Literal["full", "part"] | None = None
    quote: str = ""

    @property
    def label(self) -> Wording:
        """The name of the element."""
        return Wording.of("decree", f"element.{self.id}")

    @property
    def letters(self) -> Wording:
        """The look that its letters are to have."""
        parts = [
            Wording.of("nd30", "size", size=self.size),
            *_chosen(self.capitals, "capitals", "lower-case"),
            *_chosen(self.italic, "italic", "upright"),
            *_chosen(self.bold, "bold", "not-bold"),
        ]
        parts += [aligned(self.align)] if self.align else []
        return Wording.of("nd30", "seen", what=Joined(tuple(parts)))


def _chosen(value: bool | None, yes: str, no: str) -> list[Wording]:  # noqa: FBT001 (as in Element)
    return [] if value is None else [Wording.of("nd30", yes if value else no)]


def aligned(align: str) -> Wording:
    """Return how an alignment is called; one that no element has by its name in the file."""
    known = align in get_args(Align)
    return Wording.of("nd30", f"align.{align}" if known else "seen", what=align)


@frozen(kw_only=True)
class Form:
    """The form of some kinds of documents, of which some rules say nothing.

    `without` are the ids of these rules. Nothing is said of documents of a form that is not
    `judged`, such as those of the Party.
    """

    id: str
    without: frozenset[str] = frozenset()
    judged: bool = True

    @property
    def label(self) -> Wording:
        """The name of such documents."""
        return Wording.of("decree", f"form.{self.id}")


@frozen(kw_only=True)
class Kind:
    """A kind of document, its abbreviation and its form; a công văn has no abbreviation."""

    name: str
    abbreviation: str
    form: str = "named"


@frozen(kw_only=True)
class Authority:
    """An abbreviation before the office of who signs for somebody else.

    `words` is what it abbreviates. A word of the office in the line below is one of `below`, if
    there are any.
    """

    prefix: str
    words: str
    meaning: str
    below: tuple[str, ...] = ()

    def allows(self, office: str) -> bool:
        """Whether an office may stand in the line below."""
        return not self.below or not {*self.below}.isdisjoint(office.casefold().split())


class WrittenAuthority(NamedTuple):
    """An authority as a line writes it; `proper` if just so, with a blank behind it."""

    authority: Authority
    text: str
    proper: bool


@frozen(kw_only=True)
class Rule:
    """One rule that a document can break.

    `severity` is ``"legal"`` where the decree's words demand it, which are its `quote`, and
    ``"practice"`` where only its forms, or published documents, do. A rule with an `element` asks
    for the letters of that element, whose quotation is its own. `group` is the part of a document
    that the rule is about.
    """

    id: str
    """The id."""
    group: RuleGroup
    """The part of a document that it is about."""
    severity: RuleSeverity
    """Whether the law demands it, or practice."""
    source: Citation
    """The evidence."""
    element: str | None = None
    """The element whose letters it asks for, if it does."""
    quote: str = ""
    """The words of the decree that demand it."""

    @property
    def words(self) -> str:
        """The words of the decree that demand it; empty if there are none."""
        return self.quote if self.element is None else decree().element(self.element).quote

    @property
    def title(self) -> Wording:
        """The matter of the rule."""
        return Wording.of("decree", f"rule.{self.id}")

    @property
    def required(self) -> Wording:
        """The demand of the rule; its text quotes the measures, so that no figure stands twice."""
        law = decree()
        if self.element is not None:
            return law.element(self.element).letters
        return Wording.of(
            "decree",
            f"rule.{self.id}.required",
            page=law.page,
            font=law.font,
            body=law.body,
            texts=law.texts,
            size_sets=law.size_sets,
        )


@frozen(kw_only=True)
class Decree:
    """All of it: measures, elements, words, and the rules that quote them."""

    id: str
    """The id."""
    title: str
    """The title."""
    page: Page
    """The measures of a page."""
    font: Font
    """The font."""
    body: Body
    """How the body is set."""
    texts: Texts
    """The words that stand in every document."""
    size_sets: tuple[SizeSet, ...]
    """The sets of sizes that go together."""
    elements: tuple[Element, ...]
    """The parts of a document."""
    kinds: tuple[Kind, ...]
    """The kinds of documents."""
    forms: tuple[Form, ...]
    """The forms of documents."""
    authorities: tuple[Authority, ...]
    """The abbreviations of who signs for somebody else."""
    rules: tuple[Rule, ...]
    """The rules."""

    @cached_property
    def _elements(self) -> dict[str, Element]:
        return {element.id: element for element in self.elements}

    def element(self, name: str) -> Element:
        """Return the element of that id; a KeyError if there is none."""
        return self._elements[name]

    def form(self, name: str) -> Form:
        """Return the form of that id; a KeyError if there is none."""
        return {form.id: form for form in self.forms}[name]

    def rule(self, name: str) -> Rule:
        """Return the rule of that id; a KeyError if there is none."""
        return self._rules[name]

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def size_set(self, name: str) -> SizeSet:
        """Return the sizes of that name, such as ``"13/14/14"``; a KeyError if there are none."""
        return {sizes.id: sizes for sizes in self.size_sets}[name]

    @cached_property
    def symbol(self) -> re.Pattern[str]:
        """The form of the symbol of a document."""
        pairs = "|".join(self.texts.symbol_pairs)
        group = rf"(?:{pairs}|[A-ZĐ])(?:{pairs}|[A-ZĐ0-9.&])*+"
        return re.compile(rf"{group}(?:-{group})++")

    @cached_property
    def _titled(self) -> re.Pattern[str]:
        titles = "|".join(re.escape(title) for title in self.texts.titles)
        words = "|".join(re.escape(title) for title in self.texts.titles_in_words)
        return re.compile(rf"(?:{titles}|(?i:{words}))\b(?=\W+\w)")

    def has_title(self, name: str) -> bool:
        """Whether the name of a person begins with a title: a degree, an honour or a rank."""
        return self._titled.match(name) is not None

    def authority_in(self, line: str) -> WrittenAuthority | None:
        """Return for whom a line says that somebody signs, ``T/M`` and Quyền too."""
        for authority in self.authorities:
            letters = r"\W*".join(authority.prefix.rstrip("."))
            words = re.escape(authority.words)
            found = re.match(rf"(?:{letters}|{words})\b\W*(?=\w)", line, re.IGNORECASE)
            if found:
                proper = line.startswith(f"{authority.prefix} ")
                return WrittenAuthority(authority, found[0].strip(), proper)
        return None

    def abbreviation(self, kind: str) -> str | None:
        """Return how a symbol abbreviates a kind of document, in whatever case; else None."""
        names = {each.name.casefold(): each.abbreviation for each in self.kinds}
        return names.get(kind.casefold())


def is_symbol(text: str) -> bool:
    """Whether a text is groups in capitals, joined by hyphens; TTr has a small letter of its own.

    Example:
        >>> is_symbol("UBND-PVHCC&KSTT"), is_symbol("TTr-UBND"), is_symbol("UBND-Vp")
        (True, True, False)
        >>> is_symbol("UBND"), is_symbol("BC - UBND")
        (False, False)
    """
    return decree().symbol.fullmatch(text) is not None


@cache
def decree() -> Decree:
    """Return the decree: read once, then kept."""
    return load_cited(_FILE, Decree)
