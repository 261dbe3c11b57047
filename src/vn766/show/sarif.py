"""What was found in documents as SARIF 2.1.0, which code hosts and editors show beside the text."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vn766.errors import Language, Problem
    from vn766.files.blocks import Place

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


class Told(NamedTuple):
    """One result: the rule that it is about, how much it weighs, where, and in what words."""

    rule: str
    level: Literal["error", "warning", "note"]
    place: Place
    message: str
    quote: str
    found: str
    expected: str | None


def sarif(
    files: Iterable[tuple[str, Iterable[Told]]],
    language: Language,
    unread: Sequence[tuple[str, Sequence[Problem]]],
) -> dict[str, object]:
    """Return what was found in files as one SARIF log with one run, JSON-ready.

    `unread` are files that could not be read, with what is wrong with them. Files are named
    relative to the working directory where they lie in it, percent-encoded. A result has a
    fingerprint, which stays the same when its line moves.

    Source: SARIF 2.1.0 §3.4 (places of files), §3.20 (invocations), §3.27 (results), §3.30
    (regions: only files of text have lines), §3.27.17 (fingerprints), §3.49 (rules).
    """
    from importlib.metadata import version

    results: list[dict[str, object]] = []
    rules: dict[str, dict[str, object]] = {}
    for file, found in files:
        alike = Counter[str]()
        for told in found:
            rules.setdefault(told.rule, {"id": told.rule})
            result = _result(told, file, list(rules).index(told.rule), language)
            said = "\n".join((told.rule, told.quote, told.found, told.expected or ""))
            alike[said] += 1  # what a document says twice is two results
            mark = sha256(f"{said}\n{alike[said]}".encode()).hexdigest()
            results.append(result | {"partialFingerprints": {"finding/v1": mark}})
    codes = sorted({str(problem.code) for _, problems in unread for problem in problems})
    notifications = [
        {
            "level": "error",
            "message": {"text": " ".join(problem.text(language))},
            "descriptor": {"id": str(problem.code), "index": codes.index(str(problem.code))},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}],
        }
        for file, problems in unread
        for problem in problems
    ]
    driver = {
        "name": "vn766",
        "version": version("vn766"),
        "rules": list(rules.values()),
        "notifications": [{"id": code} for code in codes],
    }
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [
            {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _uri(file: str) -> str:
    """Return a reference to a file: relative to the working directory if it lies in it."""
    path = Path(file)
    if not path.is_absolute():
        return quote(path.as_posix())
    here = Path.cwd()
    return quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()


def _result(told: Told, file: str, rule: int, language: Language) -> dict[str, object]:
    place = told.place
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(file)}}
    of_text = place.table is None and place.sheet is None
    line = place.line or (place.row if of_text else None)
    if line is not None:
        physical["region"] = {"startLine": line, "snippet": {"text": told.quote}}
    return {
        "ruleId": told.rule,
        "ruleIndex": rule,
        "level": told.level,
        "message": {"text": told.message},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [{"fullyQualifiedName": place.text(language)}],
            }
        ],
        "properties": {"quote": told.quote, "found": told.found, "expected": told.expected},
    }
