"""Inputs that once raised an error of others, found by `fuzz.py`: now they are read or refused."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from vn766.errors import Vn766Error
from vn766.files import Named

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*/*"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_it_raises_no_error_of_others(hostile, tmp_path, path):
    for use in hostile.uses_of(path.parent.name, tmp_path):
        with suppress(Vn766Error):
            use(Named(path.name, path.read_bytes()))


def test_the_corpus_is_small():
    assert 0 < sum(path.stat().st_size for path in CORPUS) < 2**16
