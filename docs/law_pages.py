"""The pages of the law: every value of every shipped edition, with its source and status.

`conf.py` writes them when the documentation is built, so that they can say nothing else than the
editions themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn766.framework import get_framework, list_frameworks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vn766.framework import Citation, Framework, Indicator, Instrument

__all__ = ["page", "pages", "write_pages"]


def write_pages(folder: Path) -> None:
    """Write the page of each edition into `folder`; one that says the same is left alone."""
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Return the text of the page of each edition by its file name."""
    return {f"{id_}.md": page(get_framework(id_)) for id_ in list_frameworks()}


def page(edition: Framework) -> str:
    """Return all of one edition in MyST Markdown."""
    evidence = _Evidence(edition)
    blocks = [
        f"# {edition.id}",
        f"{_text(edition.title)}.",
        *([_text(edition.note)] if edition.note else []),
        _table(("", ""), _facts(edition, evidence)),
        "## Groups",
        _table(("Code", "Group", "Identifier", "Maximum", "Source"), _nodes(edition, evidence)),
    ]
    if any(edition.indicators()):
        blocks += ["## Indicators", *_indicators(edition, evidence)]
    heads = ("Class", "Identifier", "From", "Source")
    bands = [
        (_text(band.label), _code(band.id), f"{band.min_points}", evidence.cite(band.source))
        for band in edition.bands
    ]
    blocks += ["## Classes", _table(heads, bands), "## Names", *_names(edition)]
    blocks += ["## Sources", *evidence.sources()]
    blocks += ["## Instruments", *map(_instrument, edition.instruments)]
    return "\n\n".join(blocks) + "\n"


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
    yield "Digest", _code(edition.digest)
    yield "Instrument", _code(edition.instrument)
    yield "Method", _code(edition.method)
    yield "Levels", ", ".join(map(_code, edition.levels))
    if edition.derived_from:
        yield "Derived from", _code(edition.derived_from)
    yield "Maximum", f"{edition.max_points}, {evidence.cite(edition.source)}"
    if edition.validity is not None:
        first, last = edition.validity.first_day or "…", edition.validity.last_day or "…"
        yield "Validity", f"{first} to {last}, {evidence.cite(edition.validity.source)}"
    rounding, ranking = edition.rounding, edition.ranking
    rounded = f"{rounding.decimals} decimals, {rounding.mode}"
    yield "Rounding", f"{rounded}, {evidence.cite(rounding.source)}"
    yield "Equal totals", f"{_code(ranking.method)}, {evidence.cite(ranking.source)}"


def _nodes(edition: Framework, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    parts = {child.id for node in edition.nodes() for child in node.children}
    for node in edition.nodes():
        label = f"– {_text(node.label)}" if node.id in parts else _text(node.label)
        source = evidence.cite(node.source)
        yield node.code or "", label, _code(node.id), f"{node.max_points}", source


def _indicators(edition: Framework, evidence: _Evidence) -> Iterator[str]:
    for node in edition.nodes():
        if node.indicators:
            yield f"### {_text(node.label)}"
        for indicator in node.indicators:
            yield f"**{indicator.no} {_text(indicator.label)}** ({_code(indicator.code)})"
            yield _table(("", "", "Source"), _indicator_values(indicator, evidence))
            if indicator.note:
                yield _text(indicator.note)


def _indicator_values(indicator: Indicator, evidence: _Evidence) -> Iterator[tuple[str, ...]]:
    yield "Maximum", f"{indicator.max_points}", evidence.cite(indicator.source)
    yield "Rule", indicator.rule.label("en"), evidence.cite(indicator.rule.source)
    yield "0 of 0", str(indicator.zero.rule), evidence.cite(indicator.zero.source)
    if indicator.numerator:
        yield "Numerator", _text(indicator.numerator), ""
    if indicator.denominator:
        yield "Denominator", _text(indicator.denominator), ""
    if indicator.levels:
        yield "Only for", ", ".join(indicator.levels), ""
    for variant in indicator.variants:
        name = f"Not applied: {variant.id}"
        yield name, variant.rule.label("en"), evidence.cite(variant.rule.source)
        if variant.zero is not None:
            yield f"{name}, 0 of 0", str(variant.zero.rule), evidence.cite(variant.zero.source)
        if variant.note:
            yield f"{name}, note", _text(variant.note), ""


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
