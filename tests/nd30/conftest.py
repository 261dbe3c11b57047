"""Documents as other programs write them: from the XML of their parts."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from types import ModuleType


class Pack(Protocol):
    def __call__(self, body: str, **parts: str) -> bytes: ...


@pytest.fixture
def pack(corpus: ModuleType) -> Pack:
    """Return a DOCX file with a body, and parts such as ``styles`` or ``header1``."""
    pack: Pack = corpus.pack_docx
    return pack


@pytest.fixture
def root(corpus: ModuleType) -> Root:
    """Return a part whose root is ``w:name``."""
    root: Root = corpus.wordml_root
    return root


class Root(Protocol):
    def __call__(self, name: str, content: str) -> str: ...


@pytest.fixture(scope="session")
def corpus() -> ModuleType:
    """The generator of documents of all kinds and layouts."""
    return _module("corpus")


def _module(name: str) -> ModuleType:
    """Return a module beside this file: tests are no package to import from."""
    spec = spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses ask for it
    spec.loader.exec_module(module)
    return module
