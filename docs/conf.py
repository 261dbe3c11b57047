"""How the documentation is built: ``nox -s docs``."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from law_pages import write_pages  # noqa: E402 (found here, beside this file)

write_pages(HERE / "law")

project = "vn766"
author = "The vn766 developers"
copyright = author
release = version = version_of("vn766")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"vn766 {version}"
html_static_path = ["_static"]
html_css_files = ["width.css"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 2

# A name in single backticks links to what it names, if that is documented.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# `Number` is one thing to score and another to format.
suppress_warnings = ["ref.python"]  # of several targets; a missing one is another warning
# Our own public names must resolve. Those of others have no index here: the build works offline.
nitpick_ignore_regex = [
    (r"py:.*", r"vn766\.(.*\.)?_.*"),
    # the parts of data files, which the files themselves explain
    (
        r"py:class",
        r"vn766\.(framework\.(model|rules|sources)|nd30\.decree|report\.(spec|places))\..*",
    ),
    (r"py:class", r"vn766\.nd30\.model\.Grounds"),  # what `Provenance` of a report is
    (r"py:(class|exc|data)", r"(?!vn766\.).*"),
    (r"py:obj", r".*"),
]


def without_last_blank_lines(_: Sphinx, page: nodes.document) -> None:
    """Leave out the blank line that ends an example for whoever runs it."""
    for block in page.findall(nodes.literal_block):
        block.rawsource = block.astext().rstrip("\n")
        block[:] = [nodes.Text(block.rawsource)]


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("doctree-read", without_last_blank_lines)
