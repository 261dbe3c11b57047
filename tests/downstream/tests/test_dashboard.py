"""The dashboard: what comes in is scored, what goes out has a full OpenAPI, nothing is believed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from so_lieu_xa.dashboard import create

from vn766.errors import InvalidRecordError

if TYPE_CHECKING:
    from pathlib import Path

RECORD = {
    "schema": "vn766-points-1",
    "unit": {"name": "UBND xã A", "code": "H21.801"},
    "period": "tháng 6/2026",
    "points": {"CKMB": "18", "TDGQ": "18,72", "online": "15,29", "MDHL": "18", "MDSH": "17,08"},
}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(create(tmp_path / "results.db"))


def test_results_go_in_and_come_out(client: TestClient) -> None:
    added = client.post("/results", json=RECORD)
    assert added.status_code == 200
    result = added.json()
    assert (result["total"], result["band"]["label"]) == ("87.09", "Tốt")
    assert result["period"]["iso"] == "2026-06"
    assert client.get("/results/H21.801").json() == result
    ranking = client.get("/ranking").json()
    assert [(row["rank"], row["unit"]["name"]) for row in ranking["rows"]] == [(1, "UBND xã A")]
    assert client.get("/results/H21.802").status_code == 404


def test_problems_are_told_with_their_places(client: TestClient) -> None:
    refused = client.post("/results", json={**RECORD, "points": {"CKMB": "19"}})
    assert refused.status_code == 422
    (problem,) = refused.json()["detail"]
    assert problem["code"] == "above-maximum"
    assert "vượt quá điểm tối đa" in problem["message"]


def test_a_figure_that_somebody_edited_is_not_served(client: TestClient, tmp_path: Path) -> None:
    client.post("/results", json=RECORD)
    with sqlite3.connect(tmp_path / "results.db") as rows:
        rows.execute("UPDATE results SET document = replace(document, '87.09', '97.09')")
    with pytest.raises(InvalidRecordError) as caught:
        client.get("/results/H21.801")
    assert {problem.path for problem in caught.value.problems} >= {("total",)}


def test_the_api_describes_every_field(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"ResultDict", "RankingDict", "NodeDict", "PeriodDict", "ProblemDict"} <= schemas.keys()
    assert schemas["BandDict"]["required"] == ["id", "label"]
