"""What is wrong with a document, as tables and beside its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import evolve

from page.tables import Answer, Column, Line, Table, say
from vn766.files.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vn766.audit import AuditReport
    from vn766.files.blocks import Place, Text
    from vn766.nd30 import Verdict

_TONES: Final = {"FAIL": "error", "NEEDS_REVIEW": "warning", "NOT_EVALUATED": "", "PASS": ""}


def problems_table(
    caption: str,
    heads: Mapping[str, str],
    listed: Iterable[Answer],
    language: str,
    *,
    foot: Sequence[str] = (),
) -> Table:
    """Return problems, or findings, a row each; `heads` are texts of the library's."""
    columns = [
        Column(name, say(code, language), head=name == "place") for name, code in heads.items()
    ]
    lines = []
    for row in listed:
        tone = str(row["severity"])
        said = row | {"severity": say(f"audit.{tone}", language)}
        lines.append(Line(tuple(str(said[name] or "") for name in heads), tone=tone))
    return Table(caption, columns, lines, foot=foot, lang=language, prose=True)


def findings_table(report: AuditReport, language: str) -> Table:
    """Return the findings about figures, the worst first, and how much was read."""
    findings = (*report.errors, *report.warnings, *report.notes)
    heads = {name: f"audit.head.{name}" for name in ("place", "quote", "message")}
    heads |= {"hint": "show.hint"}
    heads |= {name: f"audit.head.{name}" for name in ("severity", "code")}
    coverage = report.coverage.text(language)
    counts = {name: len(getattr(report, name)) for name in ("errors", "warnings", "notes")}
    foot = (
        (say("audit.counts", language, **counts), coverage)
        if findings
        else (say("cli.no_finding", language, file=report.file, coverage=coverage),)
    )
    listed = [dict(finding.to_dict(language)) for finding in findings]
    return problems_table(report.file, heads, listed, language, foot=foot)


def form_said(file: str, verdicts: Sequence[Verdict], language: str) -> str:
    """Return how a document stands to the rules of form, as the command says it."""
    kind, *others = verdicts
    said = {"file": file, "kind": kind.found.text(language)}
    if kind.status == "NOT_EVALUATED":
        return say("cli.not_checked", language, **said)
    for name, status in (("failed", "FAIL"), ("review", "NEEDS_REVIEW")):
        rules = {verdict.rule for verdict in others if verdict.status == status}
        count = say("cli.rules", language, count=len(rules))
        said[name] = f"{say(f'cli.{status}', language)}: {count}"
    return say("cli.checked", language, **said)


def verdicts_table(verdicts: Iterable[Verdict], language: str) -> Table:
    """Return the verdicts about the form, those that ask for something first."""
    from vn766.nd30 import decree

    order = list(_TONES)
    listed = sorted(verdicts, key=lambda verdict: order.index(verdict.status))
    titles = ("title", "where", "found", "required", "rule_source", "status")
    columns = [Column(name, say(f"cli.{name}", language), head=name == "title") for name in titles]
    lines = [
        Line(
            (
                verdict.title.text(language),
                _where(verdict, language),
                verdict.found.text(language),
                verdict.required.text(language),
                verdict.citation.locator or say("cli.no_locator", language),
                say(f"cli.{verdict.status}", language),
            ),
            tone=_TONES[verdict.status],
        )
        for verdict in listed
    ]
    return Table(decree().title, columns, lines, lang=language, prose=True)


def _where(verdict: Verdict, language: str) -> str:
    where = verdict.location.text(language) if verdict.location else ""
    if verdict.places > 1:
        where += say("cli.more_places", language, count=verdict.places - 1)
    return where


def wants_something(verdict: Verdict) -> bool:
    """Whether somebody has to look at what a verdict is about."""
    return bool(_TONES[verdict.status])


def is_met(verdict: Verdict) -> bool:
    """Whether a verdict tells of something that stands in the document and asks for nothing."""
    return verdict.location is not None and not wants_something(verdict)


def beside(
    text: Text, report: AuditReport, verdicts: Iterable[Verdict], language: str
) -> list[Answer]:
    """Return the paragraphs and rows of a text, each with what was found there."""
    notes: dict[tuple[int | str | None, ...], list[tuple[str, str, str]]] = {}
    for finding in report.findings:
        message, hint = finding.text(language)
        note = (finding.quote, f"{message} {hint}", str(finding.severity))
        notes.setdefault(_spot(finding.location), []).append(note)
    for verdict in filter(wants_something, verdicts):
        place = verdict.location
        if place is not None and place.part == "body":
            said = f"{verdict.title.text(language)}: {verdict.found.text(language)}"
            notes.setdefault(_spot(place), []).append(("", said, _TONES[verdict.status]))
    shown = []
    for spot, said in _passages(text):
        found = notes.pop(spot, [])
        beside_it = [{"text": words, "tone": tone} for _, words, tone in found]
        shown.append({"pieces": _marked(said, found), "notes": beside_it})
    return shown


def _spot(place: Place) -> tuple[int | str | None, ...]:
    """Return what tells a paragraph, a line or the row of a table from all others."""
    inside = place.table is not None
    return (
        *(place.page, place.sheet, place.table, place.row or place.line),
        None if inside else place.paragraph,
    )


def _passages(text: Text) -> Iterator[tuple[tuple[int | str | None, ...], str]]:
    """Yield the paragraphs of a text and the rows of its tables, with the spot that each is."""
    for block in text.blocks:
        if not isinstance(block, Paragraph):
            for at, row in enumerate(block.rows):
                yield _spot(block.at(at)), " | ".join(str(cell) for cell in row)
        elif block.place.line is None:
            yield _spot(block.place), block.text
        else:
            for at, line in enumerate(block.text.split("\n"), block.place.line):
                yield _spot(evolve(block.place, line=at)), line


def _marked(text: str, notes: Iterable[tuple[str, str, str]]) -> list[Answer]:
    """Return a text in pieces, those marked that notes quote."""
    pieces: list[Answer] = []
    rest = text
    for quote, _, tone in notes:
        before, found, after = rest.partition(quote) if quote else (rest, "", "")
        if found:
            pieces += [{"text": before, "tone": ""}, {"text": found, "tone": tone}]
            rest = after
    return [*pieces, {"text": rest, "tone": ""}]
