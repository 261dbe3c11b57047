"""Reports of audits as SARIF 2.1.0, which code hosts and editors show beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from vn766.show.sarif import Result, Rule, log
from vn766.texts import Catalogue, Wording, problem_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vn766.audit.findings import AuditReport
    from vn766.errors import Language, Problem, ProblemCode

_RULES = Catalogue("rules")


def to_sarif(
    reports: Iterable[AuditReport],
    *,
    language: Language = "vi",
    unread: Sequence[tuple[str, Sequence[Problem]]] = (),
    passed_over: Sequence[str] = (),
) -> dict[str, object]:
    """Return reports as one SARIF log with one run, JSON-ready.

    Each kind of finding is a rule with its title, description and help in every language; messages
    are in `language`. A result has the line of a text, line and character of a web page's source,
    and for all files the place as a logical location, such as the paragraph of a Word document. Its
    fingerprint stays the same when its line moves. Files that were not read are notifications:
    those of the reports, those of `unread`, and as notes those that were `passed_over`. Files are
    named relative to the working directory where they lie in it.

    Example:
        >>> from vn766.audit import audit
        >>> log = to_sarif([audit("Cập nhật đến ngày 31/6/2023".encode())])
        >>> log["runs"][0]["results"][0]["ruleId"]
        'impossible-date'
    """
    listed = list(reports)
    unread = [*(each for report in listed for each in report.unread), *unread]
    passed_over = [*(file for report in listed for file in report.passed_over), *passed_over]
    results = (each for report in listed for each in _results(report, language))
    return log(results, language, unread=unread, passed_over=passed_over)


def _results(report: AuditReport, language: Language) -> Iterator[Result]:
    for document in report.documents:
        yield from _results(document, language)
    for finding in () if report.documents else report.findings:
        yield Result(
            rule=rule_of(finding.code),
            file=report.file,
            place=finding.location,
            message=" ".join(finding.text(language)),
            said="\n".join((finding.quote, finding.found, finding.expected or "")),
            severity=finding.severity,
            properties={
                "quote": finding.quote,
                "found": finding.found,
                "expected": finding.expected,
            },
        )


def rule_of(code: ProblemCode) -> Rule:
    """Return a kind of finding as a rule."""
    title = f"rule.{code}"
    if title not in _RULES:
        return Rule(id=str(code))
    return Rule(
        id=str(code),
        title=Wording.of("rules", title),
        description=Wording.of("rules", f"{title}.description"),
        help=_Help(code),
    )


@frozen
class _Help:
    """What to do about a kind of finding: the hint of its problem, or one without details."""

    code: ProblemCode

    def text(self, language: Language) -> str:
        """Return it in `language`."""
        own = f"rule.{self.code}.help"
        return _RULES.say(own, language) if own in _RULES else problem_texts(self.code, language)[1]
