"""Judges of the end of a document: who signs, who receives it, and its annexes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from vn766.errors import FormatError
from vn766.lazy import regex
from vn766.nd30.decree import decree
from vn766.nd30.judge.heads import NUMBER, date_parts, is_named, list_observations, present
from vn766.nd30.judge.texts import element_letters
from vn766.nd30.verdicts import WHOLE, failed, judged, passed, review, unknown
from vn766.texts import Joined, Wording
from vn766.vi import from_roman

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vn766.nd30.judge.roles import Annex
    from vn766.nd30.verdicts import Case, Judge, Observation

# Armed forces, schools, hospitals and institutes may print ranks and titles.
_MAY_HAVE_TITLES: Final = regex(
    r"\b(?:truong|hoc vien|dai hoc|cao dang|vien|benh vien|y te|cong an|quan|bo chi huy)\b"
)
_ARCHIVE: Final = regex(r"- Lưu: VT(?:, [^\s,;][^;]*)?\.")
_LONGEST_ENCLOSURE: Final = 1_000  # characters
_GOES_ALONG: Final = regex(r"\b(?:kem theo|dinh kem|gui kem)\b")
_ANNEX_NUMBER: Final = regex(r"phụ lục\s*(?:số\s*)?(?P<number>[^.:]*)[.:]?", re.IGNORECASE)
_ENCLOSED: Final = regex(
    r"kèm theo\s+(?P<kind>.*?)\s*số:?\s*(?P<number>[0-9]*)[.…_\s]*/\s*(?P<symbol>[^\s)]+)",
    re.IGNORECASE,
)


# --- who signs -----------------------------------------------------------------------------------


def _authority_form(case: Case) -> Iterator[Observation]:
    lines = case.roles.of("authority")
    for at, line in enumerate(lines):
        found = decree().authority_in(line.text)
        below = "".join(each.text for each in lines[at + 1 : at + 2])
        if found is not None and not found.proper:
            yield failed(line, "quoted", text=found.text)
        elif found is not None and not found.authority.allows(below):
            yield review(line, "no-deputy")
        else:
            yield passed(line, "quoted", text=line.text)


def _authority_place(case: Case) -> Iterator[Observation]:
    line, label = case.roles.first("authority"), case.roles.first("recipients-label")
    if line is None or label is None:
        return
    here, there = case.layout.spot(line), case.layout.spot(label)
    if here is None or there is None or here.block != there.block:
        yield unknown(line, "not-in-one-table")
        return
    holds = here.column > there.column and here.row == there.row
    wrong = review if case.unsure(line, label) else failed
    yield (passed if holds else wrong)(line, "on-the-right" if holds else "elsewhere")


def _signer_form(case: Case) -> Iterator[Observation]:
    issuer = " ".join(
        line.folded for element in ("parent", "issuer") for line in case.roles.of(element)
    )
    for line in case.roles.of("signer"):
        if not decree().has_title(line.text):
            yield passed(line, "quoted", text=line.text)
        elif _MAY_HAVE_TITLES.search(issuer):
            yield review(line, "academic-title")
        else:
            yield failed(line, "quoted", text=line.text)


# --- who receives it -----------------------------------------------------------------------------


def _recipients_present(case: Case) -> Iterator[Observation]:
    label = case.roles.first("recipients-label")
    if label is not None and not case.roles.of("recipient"):
        yield failed(label, "without-a-list")
    else:
        yield from present("recipients-label", case)


def _recipients_label_letters(case: Case) -> Iterator[Observation]:
    """Judge the letters of "Nơi nhận", and that a colon stands behind these words."""
    yield from element_letters("recipients-label", case)
    for line in case.roles.of("recipients-label"):
        if ":" not in line.text:
            yield (review if line.is_tabbed else failed)(line, "no-colon")


def _recipients_form(case: Case) -> Iterator[Observation]:
    yield from list_observations(case.roles.of("recipient"))


def _recipients_archive(case: Case) -> Iterator[Observation]:
    lines = [line for line in case.roles.of("recipient") if not line.continued]
    if not lines:
        return
    archive = [line for line in lines if is_named(line.text, "lưu")]
    if not archive:
        yield failed(lines[-1], "no-archive")
    for line in archive:
        # The full stop at its end is judged with the list.
        text = f"{line.text.rstrip('.;, ')}." if line.text[-1:] in ".;" else f"{line.text}."
        holds = bool(_ARCHIVE.fullmatch(text)) and line is lines[-1]
        yield judged(line, "quoted", text=line.text, holds=holds)


def _recipients_as_above(case: Case) -> Iterator[Observation]:
    lines = case.roles.of("recipient")
    if not lines:
        return
    above = [line for line in lines if is_named(line.text, "như trên")]
    addressed = bool(case.roles.of("addressee"))
    if not addressed:
        if above:
            yield review(above[0], "as-above-alone")
        else:
            yield passed(lines[0], "no-addressees")
    elif above:
        yield judged(above[0], "quoted", text=above[0].text, holds=above[0] is lines[0])
    else:  # "Như Kính gửi" says the same in other words
        judge = review if is_named(lines[0].text, "như") else failed
        yield judge(lines[0], "no-as-above")


# --- annexes -------------------------------------------------------------------------------------


def _annex_number(case: Case) -> Iterator[Observation]:
    annexes = case.roles.annexes
    for at, annex in enumerate(annexes, 1):
        line = annex.label
        match = _ANNEX_NUMBER.fullmatch(line.text)
        number = match["number"].strip() if match else ""
        if len(annexes) == 1:
            if number:
                yield review(line, "one-annex-numbered", number=number)
            else:
                yield passed(line, "one-annex")
        else:
            code = "seen" if number else "no-number"
            yield judged(line, code, what=number, holds=_roman(number) == at)


def _roman(number: str) -> int | None:
    try:
        return from_roman(number)
    except FormatError:
        return None


def _annex_mentioned(case: Case) -> Iterator[Observation]:
    if not case.roles.annexes:
        return
    word = decree().texts.annex.casefold()
    main = case.roles.main
    mention = next((each for each in main if word in each.text.casefold()), None)
    if mention is not None:
        yield passed(mention, "annex-named")
    elif any(_GOES_ALONG.search(each.folded) for each in case.roles.content):
        yield review(WHOLE, "annex-not-named")
    else:
        yield failed(WHOLE, "annex-not-named")


def _annex_enclosure(case: Case) -> Iterator[Observation]:
    for annex in case.roles.annexes:
        if annex.enclosure:
            wrong = tuple(_mismatches(case, annex))
            line = annex.enclosure[0]
            if wrong:
                yield failed(line, "seen", what=Joined(wrong, "; "))
            else:
                yield passed(line, "enclosure-matches")
        else:
            yield review(annex.label, "no-enclosure")


def _mismatches(case: Case, annex: Annex) -> Iterator[Wording]:
    """Yield what the line says otherwise than the main document."""
    text = " ".join(line.text for line in annex.enclosure)[:_LONGEST_ENCLOSURE]
    enclosed = _ENCLOSED.search(text)
    number = case.roles.first("number")
    own = None if number is None or number.is_tabbed else NUMBER.fullmatch(number.text)
    if enclosed is not None and own is not None:
        numbers = (enclosed["number"], own["number"])
        differ = all(numbers) and numbers[0].lstrip("0") != numbers[1].lstrip("0")
        if differ or enclosed["symbol"] != own["symbol"].strip():
            said = f"{enclosed['number']}/{enclosed['symbol']}"
            yield Wording.of("nd30", "enclosed-number", number=said)
    kind = case.roles.kind.name if case.roles.kind else "Công văn"
    if (
        enclosed is not None
        and (case.roles.kind or case.roles.is_letter)
        and not is_named(enclosed["kind"], kind)
    ):
        yield Wording.of("nd30", "enclosed-kind", said=enclosed["kind"], kind=kind)
    dated = case.roles.first("place-date")
    issued = None if dated is None else date_parts(dated.text)
    said_on = date_parts(text)
    if issued is not None and said_on is not None:
        pairs = zip(said_on.numbers, issued.numbers, strict=True)
        if any(a is not None and b is not None and a != b for a, b in pairs):
            shown = f"{said_on.day}/{said_on.month}/{said_on.year}"
            yield Wording.of("nd30", "enclosed-date", date=shown)


JUDGES: Final[dict[str, Judge]] = {
    "authority.present": partial(present, "authority"),
    "authority.form": _authority_form,
    "authority.place": _authority_place,
    "signer.present": partial(present, "signer"),
    "signer.form": _signer_form,
    "recipients-label.letters": _recipients_label_letters,
    "recipients.present": _recipients_present,
    "recipients.form": _recipients_form,
    "recipients.archive": _recipients_archive,
    "recipients.as-above": _recipients_as_above,
    "annex.number": _annex_number,
    "annex.mentioned": _annex_mentioned,
    "annex.enclosure": _annex_enclosure,
}
