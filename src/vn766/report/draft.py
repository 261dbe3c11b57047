"""A document while it is written: its texts with their figures, and all that is wrong so far."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from vn766.errors import InvalidDocumentError, Problem, ProblemCode
from vn766.framework.bases import ended_bases
from vn766.framework.checks import nearest
from vn766.framework.loader import shipped_instruments
from vn766.lazy import regex
from vn766.nd30.checks import every_text
from vn766.nd30.model import Annex, Document, Heading, Item, Items, Paragraph, Run
from vn766.period import VIETNAM_TIME
from vn766.report.additions import Additions
from vn766.report.figures import (
    Provenance,
    default_texts,
    figures_of,
    fill,
    known_leaves,
    published_problems,
    said,
)
from vn766.vi import format_date, format_period
from vn766.vocabulary import fold, locality

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vn766.framework.model import Node
    from vn766.nd30.model import Block, Frame, Issued, Kind, Marks, Orientation, Table
    from vn766.score import Ranking, UnitResult

_PART: Final = regex(r"\[([^\[\]]*)\]")
_NAME: Final = regex(r"\{([^{}]*)\}")
_BOLD: Final = "**"


class Draft:
    """A document while it is written: its texts, its figures, and all that is wrong so far."""

    def __init__(
        self,
        kind: str,
        frame: Frame,
        result: UnitResult,
        *,
        texts: Mapping[str, str | Sequence[str]] | None,
        ranking: Ranking | None = None,
        source: str | None = None,
        additions: Additions | None = None,
    ) -> None:
        self.frame = frame
        self.added = additions or Additions()
        self._result = result
        self.problems: list[Problem] = list(published_problems(result, ranking, source))
        self.texts = {**default_texts(kind), **self._own(kind, texts or {})}
        published = result.published
        self.provenance = Provenance(
            framework=result.framework.title,
            source=source or (published.source if published is not None else None),
            retrieved_at=result.retrieved_at,
            provisional=result.provisional,
        )
        self.figures = figures_of(result, ranking) | {
            "issuer": frame.called,
            "area": frame.area or locality(frame.called),
            "source": self.provenance.source,
            "provenance": self.provenance.text or None,
        }

    def check(self, other: UnitResult, ranking: Ranking | None = None) -> None:
        """Note what is wrong with the published figures of another unit of the document."""
        self.problems += published_problems(other, ranking, self.provenance.source)

    def nodes(self, names: Sequence[str] | None) -> tuple[Node, ...]:
        """Return the groups of these ids, codes or labels; default: all whose points are known."""
        if names is None:
            return known_leaves(self._result)
        nodes = tuple(self._result.framework.nodes())
        by_id = {node.id: node for node in nodes}
        by_label = {
            fold(name): node for node in nodes for name in (node.code or node.id, node.label)
        }
        found = {name: by_id.get(name) or by_label.get(fold(name)) for name in names}
        self.problems += [
            Problem.of(
                ProblemCode.UNKNOWN_KEY, ("nodes", name), value=name, nearest=nearest(name, by_id)
            )
            for name, node in found.items()
            if node is None
        ]
        return tuple(node for node in found.values() if node is not None)

    # Texts.

    def _own(
        self, kind: str, texts: Mapping[str, str | Sequence[str]]
    ) -> dict[str, str | tuple[str, ...]]:
        """Return the user's texts; one that the kind of document does not have is a problem."""
        known = default_texts(kind)
        self.problems += [
            Problem.of(
                ProblemCode.UNKNOWN_TEXT, ("texts", name), value=name, nearest=nearest(name, known)
            )
            for name in texts
            if name not in known
        ]
        return {
            name: text if isinstance(text, str) else tuple(text)
            for name, text in texts.items()
            if name in known
        }

    def filled(self, name: str, **more: str | None) -> list[tuple[Run, ...]]:
        """Return the texts called `name`, filled in, without those that are empty."""
        found = self.texts[name]
        texts = (found,) if isinstance(found, str) else found
        figures = self.figures | more
        return [
            runs
            for text in texts
            if (runs := self._runs(_without_unknown(text, figures), ("texts", name), figures))
        ]

    def text(self, name: str, **more: str | None) -> str:
        """Return the text called `name` without its bold letters."""
        return " ".join("".join(run.text for run in runs) for runs in self.filled(name, **more))

    def paragraphs(self, *names: str, **more: str | None) -> list[Paragraph]:
        """Return the paragraphs of texts by their names; none of one that is empty."""
        return [Paragraph(runs) for name in names for runs in self.filled(name, **more)]

    def headings(self, name: str, level: int = 1) -> list[Heading]:
        """Return the text called `name` as a heading; none if it is empty."""
        text = self.text(name)
        return [Heading(text, 1 if level == 1 else 2)] if text else []

    def _runs(
        self, text: str, path: tuple[str | int, ...], figures: Mapping[str, str | None]
    ) -> tuple[Run, ...]:
        """Fill a text in; what stands between two ``**`` is bold."""
        # Marks are read before figures are put in: asterisks of a figure are its own.
        filled = [fill(words, figures, path, self.problems) for words in text.split(_BOLD)]
        return tuple(
            Run(words, bold=at % 2 == 1) for at, words in enumerate(filled) if words.strip()
        )

    # What the office adds.

    def own(self, texts: Iterable[str], *path: str | int) -> list[tuple[Run, ...]]:
        """Return texts of the office's own, with figures and bold letters."""
        return [self._runs(text, (*path, at), self.figures) for at, text in enumerate(texts)]

    def assigned(
        self,
        tasks: Sequence[str],
        duties: Mapping[str, Sequence[str]],
        *path: str | int,
        name: str = "tasks",
    ) -> list[Item]:
        """Return items: the tasks, then the departments, each with its own."""
        items = [Item(runs) for runs in self.own(tasks, *path, name)]
        for office, its_own in duties.items():
            (head,) = self.own([f"{office}:" if its_own else office], *path, "duties", office)
            below = [Item(runs) for runs in self.own(its_own, *path, "duties", office)]
            items.append(Item(head, Items(below, marks="dash") if below else None))
        return items

    def tasks(self, more: Iterable[Item] = ()) -> list[Block]:
        """Return the tasks, `more` of them, and the duties, below their heading."""
        added = self.added
        items = [*self.assigned(added.tasks, {}), *more, *self.assigned((), added.duties)]
        return self.under("tasks_heading", items)

    def requests(self) -> list[Block]:
        """Return the requests below their heading."""
        items = [Item(runs) for runs in self.own(self.added.requests, "requests")]
        return self.under("requests_heading", items, marks="dash")

    def ending(self, more: Iterable[Item] = ()) -> list[Block]:
        """Return all from the tasks, with `more` of them, to the last paragraph."""
        return [*self.tasks(more), *self.requests(), *self.sections(), *self.paragraphs("closing")]

    def heading(self, text: str, *path: str | int, level: int = 2) -> Heading:
        """Return a heading in the office's own words, which are bold as they are."""
        if _BOLD in text:
            self.problems.append(Problem.of(ProblemCode.BOLD_NOT_HERE, path, value=text))
        return Heading(text, 1 if level == 1 else 2)

    def sections(self, level: int = 2) -> list[Block]:
        """Return the sections, their titles as headings of a level."""
        blocks: list[Block] = []
        for at, section in enumerate(self.added.sections):
            place = ("sections", at)
            blocks.append(self.heading(section.title, *place, "title", level=level))
            blocks += map(Paragraph, self.own(section.paragraphs, *place, "paragraphs"))
            items = self.assigned(section.items, section.duties, *place, name="items")
            blocks += [Items(items)] if items else []
        return blocks

    def under(
        self, heading: str, items: Sequence[Item | str], *, marks: Marks = "number"
    ) -> list[Block]:
        """Return a list below the text called `heading`; neither if there are no items."""
        return [*self.paragraphs(heading), Items(items, marks=marks)] if items else []

    # Annexes.

    @property
    def table_title(self) -> str:
        """The title of the annex as that of its table, which cannot be empty."""
        return self.text("annex_title") or said("table")

    def annex(self, table: Table, orientation: Orientation) -> list[Annex]:
        """Return the annex with a table, unless its title is an empty text."""
        title = self.text("annex_title")
        return [Annex(title=title, blocks=[table], orientation=orientation)] if title else []

    def reference(self, *, annexed: bool = True) -> list[Paragraph]:
        """Return the sentence that refers to the annexes, if there are any."""
        own = annexed and bool(self.texts["annex_title"])
        return self.paragraphs("annex_reference") if own or self.added.annexes else []

    # The whole.

    def document(
        self, kind: Kind, body: Iterable[Block], annexes: Iterable[Annex] = ()
    ) -> Document:
        """Return the document, or raise all problems that were found on the way to it."""
        subject = self.text("subject")
        basis = [paragraph.text for paragraph in self.paragraphs("basis")]
        try:
            document = Document(
                kind=kind,
                frame=self.frame,
                subject=subject,
                basis=basis,
                body=body,
                annexes=(*annexes, *self.added.annexes),
                provenance=self.provenance if self.provenance.text else None,
            )
        except InvalidDocumentError as error:
            self.problems += error.problems
        else:
            self.problems += (
                Problem.of(ProblemCode.BOLD_NOT_HERE, path, value=text)
                for path, text in every_text(document)
                if path[0] == "frame" and _BOLD in text
            )
            self.problems += _ended_bases(document, self._result)
            self.problems += _too_early(document, self._result)
            if not self.problems:
                return document
        problems = dict.fromkeys(self.problems)
        raise InvalidDocumentError(problems, subject=subject or self.frame.called)


def listed(items: Iterable[Item], *, marks: Marks = "number") -> list[Items]:
    """Return a list of the items that have a text; none if no item has."""
    found = [item for item in items if item.text]
    return [Items(found, marks=marks)] if found else []


def _without_unknown(text: str, figures: Mapping[str, str | None]) -> str:
    """Return a text without the parts in brackets in which a figure is not known."""

    def part(match: re.Match[str]) -> str:
        names = _NAME.findall(match[1])
        known = all(name not in figures or figures[name] is not None for name in names)
        return match[1] if known else ""

    return _PART.sub(part, text)


def _ended_bases(document: Document, result: UnitResult) -> Iterator[Problem]:
    """Yield the legal texts that a document is based on although they are no longer in force.

    A document whose day is left blank is not older than what its date leaves open, nor than its
    figures; where nothing is known of its day, nothing is checked.
    """
    issued, at = document.frame.issued_on, result.retrieved_at
    known = [issued if isinstance(issued, date) else issued.start] if issued is not None else []
    known += [at.date()] if at is not None and not isinstance(issued, date) else []
    if not known:
        return
    texts = (*shipped_instruments(), *result.framework.instruments)
    instruments = {instrument.id: instrument for instrument in texts}
    for path, text in every_text(document):
        for basis in ended_bases(text, max(known), instruments):
            yield Problem.of(ProblemCode.BASIS_ENDED, path, **basis._asdict())


def _too_early(document: Document, result: UnitResult) -> Iterator[Problem]:
    """Yield a document that is older than its figures, or than the beginning of their period."""
    path = ("frame", "issued_on")
    last, said = _last_day(document.frame.issued_on)
    if last is None:
        return
    at, period = result.retrieved_at, result.period
    if at is not None:
        day = (at if at.tzinfo is None else at.astimezone(VIETNAM_TIME)).date()
        if day > last:
            found = format_date(day, "slash")
            yield Problem.of(ProblemCode.DATA_AFTER_DOCUMENT, path, found=found, date=said)
    if period is not None and period.start > last:
        found = format_period(period)
        yield Problem.of(ProblemCode.DOCUMENT_BEFORE_PERIOD, path, date=said, period=found)


def _last_day(issued: Issued) -> tuple[date | None, str]:
    """Return the last day that a date leaves open, and the date in words."""
    if issued is None:
        return None, ""
    if isinstance(issued, date):
        return issued, format_date(issued, "slash")
    return issued.end, format_period(issued)
