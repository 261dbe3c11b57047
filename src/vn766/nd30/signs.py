"""The words by which the lines of an administrative document are told, wherever they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vn766.lazy import regex
from vn766.nd30.decree import decree
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from vn766.files.documents import Line
    from vn766.nd30.decree import Kind

_WORDS: Final = Vocabulary("nd30")
_any: Final = _WORDS.any_of

_NATIONAL: Final = "cong hoa xa hoi chu nghia viet"
_MOTTO: Final = regex(r"doc lap .{0,4}tu do .{0,4}hanh phuc")
_NUMBER: Final = regex(r"số\s*+:|số\s*+[0-9.…_ ]*+/|so\s*+:", re.IGNORECASE)  # but not "Sở"
_NORMATIVE: Final = regex(r"số\s*+:?\s*+[0-9.…_ ]*+/\s*+20[0-9…._ ]{0,6}/", re.IGNORECASE)
_PLACE_DATE: Final = regex(r".{0,60}\bngay\b.{0,20}\bthang\b.{0,20}\bnam\b.{0,12}")
_PARTY: Final = regex(_any("party"))

_URGENCY: Final = regex(rf"{_any('urgency')}|hoa toc hen gio.*|.*khong pho bien.*")
_DRAFT: Final = regex(rf"{_any('drafts')}\b.{{0,40}}")
_SECRECY: Final = frozenset(_WORDS.written("secrecy"))
_NO_LETTERS: Final = regex(r"[\W\d_]+")

_RECIPIENTS: Final = regex(r"nơi nhận\s*:?.{0,20}", re.IGNORECASE)
_ARCHIVE: Final = regex(r"luu\b.{0,60}")
_AUTHORITY: Final = regex(r"(?:TM|KT|TL|TUQ|Q)\s*\.", re.IGNORECASE)
_LOOSE_AUTHORITY: Final = regex(r"(?:T\W?U\W?Q|T\W?M|K\W?T|T\W?L|Q)\W+(?=\w)")
_OFFICE: Final = regex(rf"(?:pho |quyen |thu )?(?:tong )?{_any('offices')}")
_SIGNATORY: Final = regex(rf"{_any('signatories')}\b")
_LONGEST_OFFICE: Final = 120  # characters

_ANNEX: Final = regex(r"phu luc(?: (?:so )?(?:[ivxlc]+|[0-9]+|[a-z]))?")
_ENCLOSURE: Final = regex(r"(?:(?:duoc )?(?:ban hanh|phe duyet) )?kem theo\b")
_DASHES: Final = ("-", "–", "•", "+")
_KINDS: Final = {fold(kind.name): kind for kind in decree().kinds}


def is_national_name(line: Line) -> bool:
    """Whether a line is the national name, however it is written."""
    return _NATIONAL in line.folded


def is_motto(line: Line) -> bool:
    """Whether a line is the motto, however it is written."""
    return _MOTTO.search(line.folded) is not None


def is_number(line: Line) -> bool:
    """Whether a line begins with the number and symbol of a document."""
    return _NUMBER.match(line.text) is not None


def is_normative(line: Line) -> bool:
    """Whether a number is that of a legal text, which names the year: "15/2025/QĐ-UBND"."""
    return _NORMATIVE.match(line.text) is not None


def is_place_date(line: Line) -> bool:
    """Whether a line is a place and a date, or room for them."""
    return _PLACE_DATE.fullmatch(line.folded) is not None and not is_enclosure(line)


def is_letter_subject(line: Line) -> bool:
    """Whether a line begins like the subject of a letter; that of other documents is no cell."""
    return line.folded.startswith("v v ") or (
        line.cell is not None and line.folded.startswith("ve viec ")
    )


def is_party(line: Line) -> bool:
    """Whether a line stands where the national name would, in documents of the Party."""
    return _PARTY.fullmatch(line.folded) is not None


def is_addressed(line: Line) -> bool:
    """Whether a line names the addressees."""
    return line.folded.startswith("kinh gui")


def kind_of(line: Line) -> Kind | None:
    """Return the kind of document that a line names, and nothing else."""
    return _KINDS.get(line.folded)


def begins_with_kind(line: Line) -> bool:
    """Whether a line in capitals names a kind of document and goes on."""
    return line.is_capital and any(line.folded.startswith(f"{kind} ") for kind in _KINDS)


def is_urgency(line: Line) -> bool:
    """Whether a line is the degree of urgency, or says among whom a document may go round."""
    return _URGENCY.fullmatch(line.folded) is not None


def is_mark(line: Line) -> bool:
    """Whether a line is the mark of a secret or of a draft, about whose letters nothing is said."""
    bare = _NO_LETTERS.sub(" ", line.text).strip().casefold()
    return bare in _SECRECY or _DRAFT.fullmatch(line.folded) is not None


def is_recipients_label(line: Line) -> bool:
    """Whether a line is "Nơi nhận"."""
    return _RECIPIENTS.fullmatch(line.text) is not None


def is_archive(line: Line) -> bool:
    """Whether a line says where a document is kept, as the last of those who receive it."""
    return _ARCHIVE.fullmatch(line.folded) is not None


def is_authority(line: Line) -> bool:
    """Whether a line says in whose name somebody signs."""
    return _AUTHORITY.match(line.text) is not None


def is_office(line: Line, *, first: bool = False) -> bool:
    """Whether a line says for whom or as what somebody signs; the `first` one in any case."""
    if is_authority(line):
        return True
    if len(line.text) > _LONGEST_OFFICE:
        return False
    if _LOOSE_AUTHORITY.match(line.text) and line.is_capital:
        return True
    return bool(_OFFICE.match(line.folded)) and (first or line.is_capital)


def is_signatory(line: Line) -> bool:
    """Whether a line, in capitals or not, says as what somebody signs, if only a record."""
    return is_office(line, first=True) or (
        len(line.text) <= _LONGEST_OFFICE and _SIGNATORY.match(line.folded) is not None
    )


def is_annex_label(line: Line) -> bool:
    """Whether a line is the word "Phụ lục", with a number or without."""
    return line.cell is None and _ANNEX.fullmatch(line.folded) is not None


def is_enclosure(line: Line) -> bool:
    """Whether a line begins to name the document that a text goes with."""
    return _ENCLOSURE.match(line.folded) is not None


def is_item(line: Line) -> bool:
    """Whether a line begins with a dash or a dot."""
    return line.text.startswith(_DASHES)
