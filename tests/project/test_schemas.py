"""The schemas in the package are those that the classes give, and sound ones.

``python tests/project/test_schemas.py`` writes them.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from vn766.framework.rules import rule_kinds
from vn766.schemas import FOLDER, get_schema, list_schemas, outputs, tables, types
from vn766.schemas.documents import document_schema
from vn766.schemas.tables import framework_schema
from vn766.texts import Catalogue, languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TABLES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "framework": framework_schema,
    "document": document_schema,
}
TYPES: Final[dict[str, Any]] = {
    "points": types.PointsDict,
    "counts": types.CountsDict,
    "result": types.ResultDict,
    "ranking": types.RankingDict,
    "explanation": types.ExplanationDict,
    "advice": types.AdviceDict,
    "shortfall": types.ShortfallDict,
    "comparison": types.ComparisonDict,
    "ranking-comparison": types.RankingComparisonDict,
    "series": types.SeriesDict,
    "audit-report": types.AuditReportDict,
    "finding": types.FindingDict,
    "claim": types.ClaimDict,
    "verdict": types.VerdictDict,
    "problem": types.ProblemDict,
    "case-suite": types.CaseSuite,
    "cases-framework": types.CasesFrameworkDict,
    "output-failure": outputs.FailureOutput,
    "output-score": outputs.ScoreOutput,
    "output-score-large": outputs.LargeScoreOutput,
    "output-explain": outputs.ExplainOutput,
    "output-advise": outputs.AdviseOutput,
    "output-advise-all": outputs.AdviseAllOutput,
    "output-compare": outputs.CompareOutput,
    "output-compare-series": outputs.SeriesOutput,
    "output-plot": outputs.PlotOutput,
    "output-audit": outputs.AuditOutput,
    "output-cases": outputs.CasesOutput,
    "output-check": outputs.CheckOutput,
    "output-new": outputs.NewOutput,
    "output-report": outputs.ReportOutput,
    "output-framework-list": outputs.FrameworkListOutput,
    "output-framework-show": outputs.FrameworkShowOutput,
    "output-framework-lint": outputs.FrameworkLintOutput,
    "output-framework-diff": outputs.FrameworkDiffOutput,
    "output-schema": outputs.SchemaOutput,
}


class _Untitled(GenerateJsonSchema):
    """The names of fields are no titles: the docstrings below them describe them."""

    def field_title_should_be_set(self, schema: object) -> bool:
        del schema
        return False


def docs_of_fields() -> dict[str, dict[str, str]]:
    """Return the docstrings of all fields by the names of their typed dictionaries."""
    docs: dict[str, dict[str, str]] = {}
    for module in (types, outputs):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                bases = (docs.get(ast.unparse(base), {}) for base in node.bases)
                own = {name: doc for inherited in bases for name, doc in inherited.items()}
                for field, doc in pairwise(node.body):
                    if isinstance(field, ast.AnnAssign) and isinstance(doc, ast.Expr):
                        own[ast.unparse(field.target)] = ast.literal_eval(doc.value)
                docs[node.name] = own
    return docs


DOCS: Final = docs_of_fields()


def typed_schema(name: str) -> dict[str, Any]:
    """Return the schema of a typed dictionary as pydantic makes it, with all fields described."""
    made = TypeAdapter(TYPES[name]).json_schema(schema_generator=_Untitled)
    for schema in (made, *made.get("$defs", {}).values()):
        for field, value in schema.get("properties", {}).items():
            value["description"] = DOCS[schema["title"]][field]
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$id": f"urn:vn766:schema:{name}", **made}


MADE: Final = TABLES | {name: partial(typed_schema, name) for name in TYPES}


def text_of(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def fields_in(schema: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items() if "type" in schema else ()
        schema = [*schema.values()]
    if isinstance(schema, list):
        for part in schema:
            yield from fields_in(part)


def test_each_schema_is_made_and_no_other_is_there() -> None:
    assert set(list_schemas()) == MADE.keys()


@pytest.mark.parametrize("name", MADE)
class TestEachSchema:
    def test_documents_say_what_they_are(self, name: str) -> None:
        # What stands within other documents has no version of its own.
        parts = {"shortfall", "finding", "claim", "verdict", "problem"}
        fields = get_schema(name)["properties"]
        assert isinstance(fields, dict)
        assert ("schema" in fields) == (name not in {*parts, *TABLES})

    def test_is_the_one_that_is_made(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        # Other tests of this process may have made kinds of rules.
        own = {kind: it for kind, it in rule_kinds().items() if it.__module__.startswith("vn766.")}
        monkeypatch.setattr(tables, "rule_kinds", lambda: own)
        written = (FOLDER / f"{name}.json").read_text("utf-8")
        assert written == text_of(MADE[name]()), f"python {sys.argv[0]}"

    def test_has_a_title(self, name: str) -> None:
        assert f"title.{name}" in Catalogue("schemas")

    def test_is_a_schema(self, name: str) -> None:
        Draft202012Validator.check_schema(get_schema(name))

    def test_describes_every_field(self, name: str) -> None:
        fields = list(fields_in(get_schema(name)))
        assert len(fields) > 1
        for field, schema in fields:
            lines = schema["description"].split("\n\n")
            # What people write is described in their language, what programs read in English.
            assert len(lines) == (len(languages()) if name in TABLES else 1), field
            assert all(lines), field


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        get_schema("x")


if __name__ == "__main__":
    for name, make in MADE.items():
        (FOLDER / f"{name}.json").write_text(text_of(make()), "utf-8", newline="\n")
