"""Findings as SARIF 2.1.0, which code hosts and editors show beside the text.

Source: SARIF 2.1.0 §3.4 (places of files), §3.14.9 and §3.19.4 (translations), §3.20 (invocations),
§3.27 (results, their kinds and fingerprints), §3.30 (regions: only texts have lines), §3.33
(logical locations), §3.49 (rules).
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from attrs import field, frozen

from vn766.errors import Problem, ProblemCode, Severity
from vn766.texts import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vn766.errors import Language
    from vn766.files.blocks import Place
    from vn766.texts import Speaker

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_TOOL: Final = "vn766"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_STEPS: Final = ("page", "table", "row", "column", "cell", "paragraph", "line")


@frozen(kw_only=True)
class Rule:
    """A rule that results are about; texts are None of a rule that has none."""

    id: str
    title: Speaker | None = None
    description: Speaker | None = None
    help: Speaker | None = None


@frozen(kw_only=True)
class Result:
    """One thing that was found in a file.

    `said` is what stays when its line moves, `properties` is what other programs may read.
    """

    rule: Rule
    file: str
    place: Place
    message: str
    said: str
    severity: Severity
    properties: Mapping[str, str | None] = field(factory=dict[str, str | None])


def log(
    results: Iterable[Result],
    language: Language,
    *,
    unread: Iterable[tuple[str, Sequence[Problem]]] = (),
    passed_over: Iterable[str] = (),
) -> dict[str, object]:
    """Return results as a log with one run: messages in `language`, rules in all languages.

    Notifications tell of files: `unread` could not be read, with the reasons, `passed_over` are no
    documents. Files are named relative to the working directory where they lie in it,
    percent-encoded.
    """
    from importlib.metadata import version

    found = list(results)
    rules = list({result.rule.id: result.rule for result in found}.values())
    at = {rule.id: number for number, rule in enumerate(rules)}
    told = [
        *((file, problem) for file, problems in unread for problem in problems),
        *((file, _passed_over(file)) for file in passed_over),
    ]
    reasons = sorted({str(problem.code) for _, problem in told})
    failed = any(problem.severity is Severity.ERROR for _, problem in told)
    notifications = [
        {
            "level": _LEVELS[problem.severity],
            "message": {"text": " ".join(problem.text(language))},
            "descriptor": {"id": str(problem.code), "index": reasons.index(str(problem.code))},
            "locations": [{"physicalLocation": _artifact(file)}],
        }
        for file, problem in told
    ]
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": _TOOL,
                "version": version("vn766"),
                "language": language,
                "rules": [_rule(rule, language) for rule in rules],
                "notifications": [{"id": code} for code in reasons],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "translations": [
            {
                "name": _TOOL,
                "language": other,
                "contents": ["localizedData"],
                "translationMetadata": {"name": f"{_TOOL} ({other})"},
                "rules": [_rule(rule, other) for rule in rules],
            }
            for other in languages()
            if other != language
        ],
        "results": [
            _result(result, at[result.rule.id], mark, language)
            for result, mark in zip(found, _fingerprints(found), strict=True)
        ],
        "invocations": [
            {"executionSuccessful": not failed, "toolExecutionNotifications": notifications}
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _passed_over(file: str) -> Problem:
    name = Path(file).name
    return Problem.of(ProblemCode.FILE_PASSED_OVER, (), value=name, severity=Severity.NOTE)


def _rule(rule: Rule, language: Language) -> dict[str, object]:
    """Return a rule in a language."""
    texts = {"shortDescription": rule.title, "fullDescription": rule.description, "help": rule.help}
    said = {name: {"text": text.text(language)} for name, text in texts.items() if text}
    return {"id": rule.id, **said}


def _fingerprints(results: Iterable[Result]) -> Iterable[str]:
    """Yield a mark for each result, which stays the same when its line moves."""
    alike = Counter[tuple[str, str]]()
    for result in results:
        about = (result.rule.id, result.said)
        alike[about] += 1  # what a document says twice is two results
        yield sha256("\n".join((*about, str(alike[about]))).encode()).hexdigest()


def _result(result: Result, rule: int, mark: str, language: Language) -> dict[str, object]:
    return {
        "ruleId": result.rule.id,
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": result.message},
        "locations": [
            {
                "physicalLocation": _artifact(result.file) | _region(result.place),
                "logicalLocations": [_logical(result.place, language)],
            }
        ],
        "partialFingerprints": {"vn766/v1": mark},
        "properties": dict(result.properties),
    }


def _artifact(file: str) -> dict[str, object]:
    return {"artifactLocation": {"uri": _uri(file)}}


def _uri(file: str) -> str:
    """Return a reference to a file: relative to the working directory if it lies in it."""
    path = Path(file)
    if not path.is_absolute():
        return quote(path.as_posix())
    here = Path.cwd()
    return quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()


def _region(place: Place) -> dict[str, object]:
    """Return the lines of a text or of a web page's source; other files have none."""
    if place.source_line is not None:
        return {"region": {"startLine": place.source_line, "startColumn": place.source_column}}
    elsewhere = place.page or place.sheet or place.table
    line = None if elsewhere else place.line or place.row
    return {} if line is None else {"region": {"startLine": line}}


def _logical(place: Place, language: Language) -> dict[str, object]:
    """Return a place within a document: its paragraph, the cell of its table or sheet."""
    steps = [place.sheet or place.part or "document"]
    kind = "document" if place.sheet is None else "sheet"
    for step in _STEPS:
        number = getattr(place, step)
        if number is not None:
            steps.append(f"{step}[{number}]")
            kind = step
    return {
        "name": place.text(language).removeprefix(f"{place.file}, "),
        "fullyQualifiedName": "/".join(steps),
        "kind": kind,
    }
