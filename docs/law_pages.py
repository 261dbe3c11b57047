"""The pages of the law: every value of every shipped edition, since when, its source and status.

`conf.py` writes them when the documentation is built, so that they can say nothing else than the
editions themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.framework import get_framework, list_frameworks
from vn766.framework.loader import shipped_instruments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from vn766.framework import Citation, Framework, Indicator, Instrument, Validity

_ABOUT_INSTRUMENTS = """\
What was read of each, and nothing else: an empty cell says that nobody read it. From the day in
“Ended” on, a document that gives the text as its basis is refused by `report` and warned of by
`audit`."""

__all__ = ["page", "pages", "write_pages"]


def write_pages(folder: Path) -> None:
    """Write the page of each edition into `folder`; one that says the same is left alone."""
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Return the text of the page of each edition, and of the instruments, by its file name."""
    editions = {f"{id_}.md": page(get_framework(id_)) for id_ in list_frameworks()}
    return {**editions, "instruments.md": instruments_page()}


def page(edition: Framework) -> str:
    """Return all of one edition in MyST Markdown."""
    evidence = _Evidence(edition)
    nodes = ("Code", "Group", "Identifier", "Maximum", "Since", "Source")
    bands = ("Class", "Identifier", "From", "Since", "Source", "Published with it")
    blocks = [
        f"# {edition.id}",
        f"{_text(edition.title)}.",
        *([_text(edition.note)] if edition.note else []),
        _table(("", "", "Source"), _facts(edition, evidence)),
        "## Groups",
        _table(nodes, _nodes(edition, evidence)),
    ]
    if any(edition.indicators()):
        blocks += ["## Indicators", *_indicators(edition, evidence)]
    blocks += ["## Classes", _table(bands, _bands(edition, evidence))]
    if edition.parties:
        blocks += [
            "## Who takes part",
            _table(("", "", "Days", "Source"), _parties(edition, evidence)),
        ]
    blocks += ["## Names", *_names(edition)]
    if edition.not_found:
        blocks += [
            "## Looked for and not found",
            "\n".join(f"- {_text(missed)}" for missed in edition.not_found),
        ]
        blocks += ["Whoever has it: [how to send better evidence](index.md#send-better-evidence)."]
    blocks += ["## Sources", *evidence.sources()]
    blocks += ["## Instruments", *map(_instrument, edition.instruments)]
    return "\n\n".join(blocks) + "\n"


def instruments_page() -> str:
    """Return the legal texts that the library knows, with the days of their force."""
    legal = [
        instrument
        for instrument in shipped_instruments()
        if instrument.number and instrument.kind != "report"
    ]
    numbers = {text.id: _text(text.number or "") for text in legal}
    rows = (
        (
            numbers[text.id],
            _text(text.title),
            _day(text.issued_on),
            _day(text.in_force_from),
            f"{text.ended_on}, by {numbers[text.ended_by]}" if text.ended_by else "",
            _text(text.note or ""),
        )
        for text in legal
    )
    heads = ("Number", "Title", "Issued", "In force", "Ended", "")
    return f"# Legal texts\n\n{_ABOUT_INSTRUMENTS}\n\n{_table(heads, rows)}\n"


class _Evidence:
    """The citations of one edition, numbered in the order in which the page needs them."""

    def __init__(self, edition: Framework) -> None:
        self._prefix = f"source-{edition.id}"
        self._titles = {each.id: each.title for each in edition.instruments}
        self._numbers: dict[Citation, int] = {}

    def cite(self, citation: Citation) -> str:
        """Return the status of a value and the link to what it rests on."""
        number = self._numbers.setdefault(citation, len(self._numbers) + 1)
        return f"{citation.status} [[{number}]](#{self._prefix}-{number})"

    def sources(self) -> Iterator[str]:
        """Yield what was cited, each with its number, status, place and note."""
        for citation, number in self._numbers.items():
            titles = "; ".join(_text(self._titles[each]) for each in citation.instruments)
            place = f" At: {_text(citation.locator)}." if citation.locator else ""
            note = f" {_text(citation.note)}" if citation.note else ""
            yield f"({self._prefix}-{number})="
            yield f"**[{number}]** *{citation.status}*: {titles}.{place}{note}"


def _facts(edition: Framework, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    yield "Digest", _code(edition.digest), ""
    yield "Instrument", _code(edition.instrument), ""
    yield "Method", _code(edition.method), ""
    yield "Levels", ", ".join(map(_code, edition.levels)), ""
    for level in edition.ended_levels:
        yield f"{_code(level.level)} ended on", f"{level.ended_on}", evidence.cite(level.source)
    if edition.derived_from:
        yield "Derived from", _code(edition.derived_from), ""
    yield "Maximum", f"{edition.max_points}", evidence.cite(edition.source)
    if edition.validity is not None:
        yield "Validity", _days(edition.validity), evidence.cite(edition.validity.source)
    rounding, ranking = edition.rounding, edition.ranking
    rounded = f"{rounding.decimals} decimals, {rounding.mode}"
    yield "Rounding", rounded, evidence.cite(rounding.source)
    yield "Equal totals", _code(ranking.method), evidence.cite(ranking.source)
    if edition.class_names_source is not None:
        yield "Names of the classes", "as below", evidence.cite(edition.class_names_source)


def _since(edition: Framework) -> str:
    """Return since when the figures of an edition hold; `validity` has the evidence of that."""
    return _day(edition.validity.first_day) if edition.validity is not None else ""


def _days(span: Validity) -> str:
    return f"{span.first_day or '…'} to {span.last_day or '…'}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day}"


def _nodes(edition: Framework, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    parts = {child.id for node in edition.nodes() for child in node.children}
    since = _since(edition)
    for node in edition.nodes():
        label = f"– {_text(node.label)}" if node.id in parts else _text(node.label)
        source = evidence.cite(node.source)
        yield node.code or "", label, _code(node.id), f"{node.max_points}", since, source


def _bands(edition: Framework, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    since = _since(edition)
    for band in edition.bands:
        source = evidence.cite(band.source)
        seen = ""
        if band.published is not None:
            figures = dict.fromkeys((f"{band.published.lowest}", f"{band.published.highest}"))
            seen = f"{' to '.join(figures)}, {evidence.cite(band.published.source)}"
        yield _text(band.label), _code(band.id), f"{band.min_points}", since, source, seen


def _parties(edition: Framework, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    for party in edition.parties:
        yield party.role, _text(party.label), _days(party), evidence.cite(party.source)


def _indicators(edition: Framework, evidence: _Evidence) -> Iterator[str]:
    for node in edition.nodes():
        if node.indicators:
            yield f"### {_text(node.label)}"
        for indicator in node.indicators:
            yield f"**{indicator.no} {_text(indicator.label)}** ({_code(indicator.code)})"
            rows = _indicator_values(indicator, _since(edition), evidence)
            yield _table(("", "", "Since", "Source"), rows)
            if indicator.note:
                yield _text(indicator.note)


def _indicator_values(
    indicator: Indicator, since: str, evidence: _Evidence
) -> Iterator[tuple[str, ...]]:
    rule, zero = indicator.rule, indicator.zero
    yield "Maximum", f"{indicator.max_points}", since, evidence.cite(indicator.source)
    yield "Rule", rule.label("en"), since, evidence.cite(rule.source)
    yield "0 of 0", str(zero.rule), since, evidence.cite(zero.source)
    if indicator.numerator:
        yield "Numerator", _text(indicator.numerator), "", ""
    if indicator.denominator:
        yield "Denominator", _text(indicator.denominator), "", ""
    if indicator.levels:
        yield "Only for", ", ".join(indicator.levels), "", ""
    for variant in indicator.variants:
        name = f"Not applied: {variant.id}"
        yield name, variant.rule.label("en"), "", evidence.cite(variant.rule.source)
        if variant.zero is not None:
            yield f"{name}, 0 of 0", str(variant.zero.rule), "", evidence.cite(variant.zero.source)
        if variant.note:
            yield f"{name}, note", _text(variant.note), "", ""


def _names(edition: Framework) -> Iterator[str]:
    yield "Beside identifier, code and label these names are understood, however they are typed."
    named = [(node.label, node.aliases) for node in edition.nodes()]
    named += [(band.label, band.aliases) for band in edition.bands]
    rows = ((_text(label), _text("; ".join(also))) for label, also in named if also)
    yield _table(("Label", "Also"), rows)


def _instrument(instrument: Instrument) -> str:
    facts = (
        instrument.kind,
        instrument.number and f"số {instrument.number}",
        instrument.issued_on and f"{instrument.issued_on}",
        instrument.in_force_from and f"in force from {instrument.in_force_from}",
        instrument.ended_on and f"ended on {instrument.ended_on} by {instrument.ended_by}",
        instrument.issuer,
    )
    told = ", ".join(_text(fact) for fact in facts if fact)
    note = f" {_text(instrument.note)}" if instrument.note else ""
    return f"{_code(instrument.id)}: {_text(instrument.title)} ({told}).{note}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`"  # an id or a code, which has no marks in it


def _text(text: str) -> str:
    """Return a text of an edition, in which nothing is markup."""
    return "".join(f"\\{mark}" if mark in r"\`*_{}[]<>#|$" else mark for mark in text)
