"""What the checker says: verdicts, each with its place, what was found, and the rule's source."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from vn766.texts import Catalogue

if TYPE_CHECKING:
    from vn766.errors import Language
    from vn766.files.blocks import Place
    from vn766.framework.sources import Citation
    from vn766.nd30.decree import RuleSeverity
    from vn766.texts import Wording

_TEXTS: Final = Catalogue("nd30")


class VerdictStatus(StrEnum):
    """How a document stands to a rule.

    `PASS`: it was seen to be kept. `FAIL`: it was seen to be broken. `NEEDS_REVIEW`: what was
    found can be right or wrong, a person must look. `NOT_EVALUATED`: nothing that the rule is
    about was recognised, or the file does not tell; never a praise.
    """

    PASS = "PASS"  # noqa: S105 (no password)
    FAIL = "FAIL"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    NOT_EVALUATED = "NOT_EVALUATED"


@frozen(kw_only=True)
class Verdict:
    """How a document stands to one rule, at one place or at several alike.

    Args:
        rule: the id of the rule, such as ``"page.margins"``.
        title: what the rule is about.
        status: the outcome.
        severity: ``"legal"`` or ``"practice"``.
        location: the place, the first of several; None if there is none.
        places: how many places were found alike.
        found: what is there; of a rule that was not evaluated, why not.
        required: what the rule asks for.
        citation: where the rule stands.
    """

    rule: str
    title: Wording
    status: VerdictStatus
    severity: RuleSeverity
    location: Place | None
    places: int
    found: Wording
    required: Wording
    citation: Citation = field(repr=False)

    def line(self, language: Language = "en") -> str:
        """Return the verdict on one line in `language`."""
        where = f"{self.location.text(language)}: " if self.location else ""
        more = f" ({self.places}×)" if self.places > 1 else ""
        return _TEXTS.say(
            "verdict",
            language,
            status=self.status,
            rule=self.rule,
            found=f"{where}{self.found.text(language)}{more}",
            required=self.required.text(language),
        )

    def to_dict(self, language: Language = "en") -> dict[str, object]:
        """Return the verdict as JSON-ready values."""
        place = self.location
        return {
            "rule": self.rule,
            "title": self.title.text(language),
            "status": str(self.status),
            "severity": self.severity,
            "location": None
            if place is None
            else {
                "text": place.text(language),
                "part": place.part,
                "section": place.section,
                "table": place.table,
                "row": place.row,
                "cell": place.cell,
                "paragraph": place.paragraph,
                "quote": place.quote,
            },
            "places": self.places,
            "found": self.found.text(language),
            "required": self.required.text(language),
            "citation": {
                "instruments": list(self.citation.instruments),
                "locator": self.citation.locator,
                "status": str(self.citation.status),
                "note": self.citation.note,
            },
        }

    def __str__(self) -> str:
        return self.line("en")
