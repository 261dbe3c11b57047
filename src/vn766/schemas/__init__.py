"""The contract with other programs: JSON Schemas (2020-12), and the same as types of Python.

``framework`` describes the TOML of a framework, ``document`` that of a document: with a line such
as ``#:schema framework.schema.json`` on top, an editor completes and checks the file. All other
schemas are of JSON: of what `to_dict` of a result returns, which the types below name field by
field, and of what the command prints with ``--json`` (``output-…``).

Example:
    >>> "framework" in list_schemas()
    True
    >>> get_schema("framework")["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TypeAlias, cast

from vn766.schemas.types import (
    AdviceDict,
    AuditReportDict,
    BandDict,
    CasesBand,
    CasesFrameworkDict,
    CasesIndicator,
    CasesNode,
    CaseSuite,
    ChangesDict,
    CitationDict,
    ClaimDict,
    ClaimedDict,
    ComparisonDict,
    ComponentCase,
    CountedDict,
    CountsDict,
    CoverageDict,
    DossierCountsDict,
    EntryDict,
    ExpectedPoints,
    ExpectedRank,
    ExpectedScore,
    ExplanationDict,
    FindingDict,
    IndicatorChangeDict,
    IndicatorDict,
    MoveDict,
    NodeChangeDict,
    NodeDict,
    OneSidedDict,
    PeriodDict,
    PlaceDict,
    PointsCase,
    PointsDict,
    ProblemDict,
    PublishedDict,
    QuotientDict,
    RankedDict,
    RankingComparisonDict,
    RankingDict,
    RanksCase,
    ResultDict,
    RoundingDict,
    SeriesDict,
    ShortfallDict,
    SideDict,
    StepDict,
    UnitDict,
    UnrankedDict,
    UnreadDict,
    VerdictDict,
)

__all__ = [
    "AdviceDict",
    "AuditReportDict",
    "BandDict",
    "CaseSuite",
    "CasesBand",
    "CasesFrameworkDict",
    "CasesIndicator",
    "CasesNode",
    "ChangesDict",
    "CitationDict",
    "ClaimDict",
    "ClaimedDict",
    "ComparisonDict",
    "ComponentCase",
    "CountedDict",
    "CountsDict",
    "CoverageDict",
    "DossierCountsDict",
    "EntryDict",
    "ExpectedPoints",
    "ExpectedRank",
    "ExpectedScore",
    "ExplanationDict",
    "FindingDict",
    "IndicatorChangeDict",
    "IndicatorDict",
    "MoveDict",
    "NodeChangeDict",
    "NodeDict",
    "OneSidedDict",
    "PeriodDict",
    "PlaceDict",
    "PointsCase",
    "PointsDict",
    "ProblemDict",
    "PublishedDict",
    "QuotientDict",
    "RankedDict",
    "RankingComparisonDict",
    "RankingDict",
    "RanksCase",
    "ResultDict",
    "RoundingDict",
    "Schema",
    "SeriesDict",
    "ShortfallDict",
    "SideDict",
    "StepDict",
    "UnitDict",
    "UnrankedDict",
    "UnreadDict",
    "VerdictDict",
    "get_schema",
    "list_schemas",
]

Schema: TypeAlias = dict[str, object]
"""A JSON Schema as Python has it."""

FOLDER: Final = Path(__file__).parent


def list_schemas() -> tuple[str, ...]:
    """Return the names of all schemas in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def get_schema(name: str) -> Schema:
    """Return the schema of that name.

    Raises:
        KeyError: there is none of that name; `list_schemas` knows all.
    """
    return cast("Schema", json.loads(schema_path(name).read_text("utf-8")))


def schema_path(name: str) -> Path:
    """Return the file of a schema.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in list_schemas():
        raise KeyError(name)
    return FOLDER / f"{name}.json"
