"""A dashboard of communes: results kept in SQLite as JSON, served with the types of vn766."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from fastapi import FastAPI, HTTPException

from vn766 import InvalidRecordError, UnitPoints, rank_units, score_points
from vn766.convert import from_dict, result_from_dict
from vn766.schemas import PointsDict, RankingDict, ResultDict

if TYPE_CHECKING:
    from pathlib import Path

    from vn766.score import UnitResult


class Store:
    """Results by the codes of their units, each as the document that `to_dict` gives."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with sqlite3.connect(path) as rows:
            rows.execute("CREATE TABLE results (code TEXT PRIMARY KEY, document TEXT)")

    def keep(self, result: UnitResult) -> None:
        """Keep a result in place of an older one."""
        row = (result.unit.key if result.unit else "", json.dumps(result.to_dict()))
        with sqlite3.connect(self._path) as rows:
            rows.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", row)

    def all(self) -> dict[str, UnitResult]:
        """Return every result, scored anew from its record: nobody edited a figure meanwhile."""
        with sqlite3.connect(self._path) as rows:
            kept: list[tuple[str, str]] = rows.execute("SELECT * FROM results").fetchall()
        return {code: result_from_dict(json.loads(document)) for code, document in kept}


def create(path: Path) -> FastAPI:
    """Return the application, with its results in a new file at `path`."""
    app, store = FastAPI(), Store(path)

    @app.post("/results")
    def add(record: PointsDict) -> ResultDict:
        try:
            points = from_dict({**record})
            if not isinstance(points, UnitPoints):
                raise HTTPException(422, "counts are not taken")
            result = score_points(points)
        except InvalidRecordError as error:
            raise HTTPException(
                422, [problem.to_dict("vi") for problem in error.problems]
            ) from None
        store.keep(result)
        return result.to_dict()

    @app.get("/results/{code}")
    def one(code: str) -> ResultDict:
        found = store.all().get(code)
        if found is None:
            raise HTTPException(404)
        return found.to_dict()

    @app.get("/ranking")
    def ranking() -> RankingDict:
        return rank_units(store.all().values(), pool="xã").to_dict()

    # FastAPI calls them; nobody else does.
    assert callable(add)
    assert callable(one)
    assert callable(ranking)
    return app
