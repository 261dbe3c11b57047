"""The checker: one verdict or more for every rule, in the order of the rules."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from vn766.files.documents import read
from vn766.files.packages import read_package
from vn766.nd30.decree import decree
from vn766.nd30.judge import endings, heads, pages, texts
from vn766.nd30.judge.layout import Layout
from vn766.nd30.judge.roles import find_roles
from vn766.nd30.verdicts import WHOLE, Case, Verdict, VerdictStatus, passed, unknown
from vn766.texts import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vn766.errors import Language
    from vn766.files import Source
    from vn766.nd30.decree import Rule
    from vn766.nd30.model import Document
    from vn766.nd30.verdicts import Judge, Observation


_KIND: Final = "document.kind"


def _document_kind(case: Case) -> Iterator[Observation]:
    """Say what the document was taken for; of some, nothing else is said."""
    form, kind = case.roles.form, case.roles.kind
    name = form.label if kind is None or kind.form != form.id else kind.name
    yield (passed if form.judged else unknown)(WHOLE, "seen", what=name)


_JUDGES: Final[dict[str, Judge]] = {
    _KIND: _document_kind,
    **pages.JUDGES,
    **heads.JUDGES,
    **texts.JUDGES,
    **endings.JUDGES,
}
_MOST_VERDICTS: Final = 10  # of one rule; places alike share one
_LONGEST_FOUND: Final = 2_000  # characters
_NOTHING: Final = Wording.of("nd30", "not-recognised")
_WORST_FIRST: Final = (
    VerdictStatus.FAIL,
    VerdictStatus.NEEDS_REVIEW,
    VerdictStatus.NOT_EVALUATED,
    VerdictStatus.PASS,
)


@frozen
class _Cut:
    """A finding with its quotation cut short, however long the line."""

    found: Wording

    def text(self, language: Language) -> str:
        """Return what was found, cut where nobody reads on."""
        text = self.found.text(language)
        return f"{text[: _LONGEST_FOUND - 1]}…" if len(text) > _LONGEST_FOUND else text


def check(document: Source | Document) -> tuple[Verdict, ...]:
    """Return how a document stands to every rule of Nghị định 30/2020/NĐ-CP.

    Args:
        document: a DOCX file as path, bytes or binary stream, of whatever origin; or a
            document of this library, which is checked as it would be written.

    Each rule has at least one verdict, in the order of the rules; the first one says what the
    document was taken for, and rules that say nothing about such documents are `NOT_EVALUATED`.
    A rule is `PASS` only if what it is about was seen everywhere to be as required; what is not
    recognised, or what the file does not tell, is `NOT_EVALUATED`. `FAIL` is what the decree's
    words forbid; what only its forms or custom speak against is `NEEDS_REVIEW`. Places with the
    same observation share a verdict.

    Raises:
        InvalidDocumentError: the file cannot be read, is no sound DOCX, or is beyond a limit.
        MissingExtraError: a document of this library is to be written without the extra.

    Example:
        >>> check(b"PK")
        Traceback (most recent call last):
        vn766.errors.InvalidDocumentError: docx:
        The file holds plain text, not a Word document (.docx). Choose a .docx file, or open it \
in Word and save it as Word Document (.docx).
    """
    case = _case(document)
    return tuple(verdict for rule in decree().rules for verdict in _verdicts(rule, case))


def _case(document: Source | Document) -> Case:
    # The model takes its rules from this package: it can only be asked for when called.
    from vn766.nd30.model import Document

    if isinstance(document, Document):
        from vn766.nd30.writer import docx_bytes

        document = docx_bytes(document)
    reading = read(read_package(document))
    layout = Layout(reading)
    return Case(reading, layout, find_roles(layout, margins=reading.in_margins))


def _verdicts(rule: Rule, case: Case) -> Iterator[Verdict]:
    """Yield the worst of what was found about a rule: first what fails, then what is unsure."""
    form = case.roles.form
    if rule.id in form.without or not (form.judged or rule.id == _KIND):
        other = Wording.of("nd30", "not-for", form=form.label)
        yield _verdict(rule, VerdictStatus.NOT_EVALUATED, [], other)
        return
    by_status: dict[VerdictStatus, list[Observation]] = {}
    for observation in judge_of(rule)(case):
        status = observation.status
        if status is VerdictStatus.FAIL and rule.severity == "practice":
            status = VerdictStatus.NEEDS_REVIEW
        by_status.setdefault(status, []).append(evolve(observation, status=status))
    if not by_status:
        yield _verdict(rule, VerdictStatus.NOT_EVALUATED, [], _NOTHING)
    elif VerdictStatus.FAIL in by_status:
        yield from _alike(rule, by_status[VerdictStatus.FAIL])
        yield from _alike(rule, by_status.get(VerdictStatus.NEEDS_REVIEW, []))
    else:
        worst = next(status for status in _WORST_FIRST if status in by_status)
        if worst is VerdictStatus.PASS:
            yield _verdict(rule, worst, by_status[worst], by_status[worst][0].found)
        else:
            yield from _alike(rule, by_status[worst])


def judge_of(rule: Rule) -> Judge:
    """Return who judges a rule: those about letters have one judge for all elements."""
    if rule.id in _JUDGES:
        return _JUDGES[rule.id]
    return partial(texts.element_letters, rule.element or rule.id)


def _alike(rule: Rule, observations: Sequence[Observation]) -> Iterator[Verdict]:
    """Yield a verdict for all places with the same observation, not more than some."""
    groups: dict[Wording, list[Observation]] = {}
    for observation in observations:
        groups.setdefault(observation.found, []).append(observation)
    for at, (found, members) in enumerate(groups.items()):
        if at == _MOST_VERDICTS:
            more = len(groups) - at
            others = Wording.of("nd30", "others", more=more)
            rest = [one for group in list(groups.values())[at:] for one in group]
            yield _verdict(rule, members[0].status, rest, others)
            return
        yield _verdict(rule, members[0].status, members, found)


def _verdict(
    rule: Rule, status: VerdictStatus, observations: Sequence[Observation], found: Wording
) -> Verdict:
    return Verdict(
        rule=rule.id,
        title=rule.title,
        status=status,
        severity=rule.severity,
        location=observations[0].place if observations else None,
        places=sum(observation.places for observation in observations),
        found=Wording.of("nd30", "seen", what=_Cut(found)),
        required=rule.required,
        citation=rule.source,
    )
