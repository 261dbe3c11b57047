"""What comparisons look like: as JSON-ready values and in a notebook."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
from datetime import UTC, datetime
from html.parser import HTMLParser

from vn766.compare import compare, series
from vn766.period import Month
from vn766.records import Published, Unit, UnitPoints
from vn766.score import rank_units, score_counts, score_points

MAY, JUNE, JULY = (Month(2026, month) for month in (5, 6, 7))
FULL = {"transparency": 9, "online": 20, "satisfaction": 18, "digitization": 22}


def scored(progress=10, period=JUNE, code="H21.17", name="UBND xã <A&B>", **about):
    points = {**FULL, "progress": progress}
    unit = Unit(name=name, code=code) if name else None
    return score_points(UnitPoints(points=points, unit=unit, period=period, **about))


class Cells(HTMLParser):
    """The texts of a table, row by row."""

    def __init__(self):
        super().__init__()
        self.rows, self.tags = [], set()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 (its signature)
        self.tags.add(tag)
        if tag in ("caption", "tr"):
            self.rows.append([])

    def handle_data(self, data):
        self.rows[-1].append(data)


def cells(value):
    html = value.to_html()
    assert "<A&B>" not in html
    parser = Cells()
    parser.feed(html)
    assert parser.tags <= {"div", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
    return parser.rows


class TestJson:
    def test_of_two_results(self):
        old, new = scored(10, MAY), scored("12,5", retrieved_at=datetime(2026, 7, 2, tzinfo=UTC))
        document = compare(old, new).to_dict("vi")
        assert json.loads(json.dumps(document)) == document
        assert document["unit"] == {"code": "H21.17", "name": "UBND xã <A&B>", "level": None}
        assert (document["change"], document["change_percent"]) == ("2.50", "3.16")
        assert document["nodes"]["progress"] == {
            "code": "TDGQ",
            "label": "Tiến độ, kết quả giải quyết",
            "before": "10.00",
            "after": "12.50",
            "change": "2.50",
        }
        assert document["before"]["period"]["text"] == "tháng 5/2026"
        assert document["after"]["retrieved_at"] == "2026-07-02T00:00:00+00:00"
        assert document["after"]["band"] == {"id": "good", "label": "Tốt"}
        assert document["rank_change"] is None

    def test_of_counts(self):
        old, new = (score_counts({"5.4": pair}) for pair in [(1, 3), (1, 2)])
        document = compare(old, new).to_dict()
        assert document["unit"] is None
        assert document["before"]["band"] is document["before"]["total"] is None
        assert document["indicators"]["DOSSIER_RECEIVING_SATISFACTION"] == {
            "no": "5.4",
            "label": "Hài lòng trong tiếp nhận, giải quyết TTHC",
            "before": "2.22",
            "after": "3.33",
            "change": "1.11",
            "rate_change": "16.67",
        }

    def test_of_rankings(self):
        old = rank_units([scored(10, MAY), scored(9, MAY, "H02"), scored(9, MAY, None)], pool="xã")
        new = rank_units([scored(8), scored(9, code="H03"), scored(9, code=None)], pool="xã")
        document = compare(old, new).to_dict()
        assert json.loads(json.dumps(document)) == document
        (row,) = document["rows"]
        assert (row["pool"], row["rank_change"]) == ("xã", -2)
        assert (row["before"]["rank"], row["before"]["of"], row["before"]["tied"]) == (1, 3, 1)
        assert [it["unit"]["code"] for it in document["appeared"]] == ["H03"]
        assert [it["unit"]["code"] for it in document["disappeared"]] == ["H02"]
        assert document["unmatched_before"][0]["total"] == "78.00"
        assert len(document["unmatched_after"]) == 1

    def test_of_a_series(self):
        day, later = datetime(2026, 8, 2, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)
        line = series(
            [
                scored(9, Month(2026, 4)),
                scored(10, MAY),
                scored(11, JULY, retrieved_at=day),
                scored(12, JULY, retrieved_at=later),
            ]
        )
        document = line.to_dict()
        assert json.loads(json.dumps(document)) == document
        assert [it["result"] and it["result"]["total"] for it in document["entries"]] == [
            *("78.00", "79.00", None, "81.00")
        ]
        assert [it["change"] for it in document["entries"]] == [None, "1.00", None, None]
        assert document["entries"][1]["band_change"] == 0
        assert [it["change"] for it in document["revisions"]] == ["1.00"]


class TestNotebook:
    def test_of_two_results(self):
        rows = cells(compare(scored(10, MAY), scored("9,5", provisional=True)))
        assert rows[0] == ["UBND xã <A&B>: Thay đổi giữa hai kỳ"]
        assert rows[1][1:3] == ["Trước (tháng 5/2026)", "Sau (tháng 6/2026, số liệu tạm thời)"]
        assert ["Tiến độ, kết quả giải quyết", "10,00", "9,50", "-0,50"] in rows
        assert ["Tổng điểm", "79,00", "78,50", "-0,50"] in rows
        assert ["Xếp loại", "Khá", "Khá", "0"] in rows
        assert rows[-1][0].startswith(
            "Bộ chỉ số: portal-2026. Số liệu của tháng 6/2026 là tạm thời"
        )

    def test_of_two_retrievals_with_published_ranks(self):
        old, new = (
            scored(
                points,
                name=None,
                retrieved_at=datetime(2026, 7, day, 8, 30, tzinfo=UTC),
                published=Published(rank=rank, of=of, pool="xã"),
            )
            for points, day, rank, of in [(10, 2, 5, 65), (20, 3, 3, None)]
        )
        rows = cells(compare(old, new))
        assert rows[0] == ["Số liệu được điều chỉnh trong cùng một kỳ"]
        assert rows[1][1] == "Trước (tháng 6/2026, 02/07/2026 08:30)"
        assert ["Xếp loại", "Khá", "Tốt", "+1"] in rows
        assert ["Thứ hạng", "05/65", "3", "+2"] in rows

    def test_of_figures_that_are_missing(self):
        printed = score_points(UnitPoints(published=Published(total="80,11")))
        rows = cells(compare(printed, score_points({"TDGQ": 9}), same_basis=True))
        assert rows[0] == ["So sánh hai kết quả"]
        assert rows[1][1:3] == ["Trước", "Sau"]
        assert ["Tổng điểm", "80,11*", "–", "–"] in rows
        assert ["Xếp loại", "Tốt", "–", "–"] in rows
        assert "* theo số liệu công bố" in rows[-1][0]

    def test_of_rankings(self):
        old = rank_units([scored(10, MAY), scored(9, MAY, "H02"), scored(None, MAY, "H04")])
        new = rank_units(
            [scored(8), scored(9, code="H03"), scored(9, code="H04"), scored(1, name=None)]
        )
        rows = cells(compare(old, new))
        assert rows[0] == ["Thay đổi giữa hai kỳ"]
        assert rows[2] == ["UBND xã <A&B>", "–", "–", "–", "–", "78,00", "–", "–", "Khá"]
        assert rows[3] == ["UBND xã <A&B>", "1", "3", "-2", "79,00", "77,00", "-2,00", "Khá", "Khá"]
        assert "Mới xuất hiện: UBND xã <A&B>." in rows[-1][0]
        assert "Không còn trong danh sách: UBND xã <A&B>." in rows[-1][0]
        assert "Không đối chiếu được trong bảng sau, vì không có mã và trùng tên: –." in rows[-1][0]

    def test_of_rankings_of_a_named_pool(self):
        ranking = rank_units([scored()], pool="xã, <phường>")
        html = compare(ranking, ranking)._repr_html_()
        assert "(xã, &lt;phường&gt;)" in html
        assert "Mới xuất hiện" not in html

    def test_of_several_pools(self):
        ranking = rank_units(
            [scored(9, code="H01"), scored(8, code="H02")], within=lambda it: it.unit.code
        )
        rows = cells(compare(ranking, ranking))
        captions = [row[0] for row in rows if len(row) == 1]
        assert captions[:2] == [
            f"Số liệu được điều chỉnh trong cùng một kỳ ({pool})" for pool in ("H01", "H02")
        ]
        assert len([row for row in captions if row.startswith("Bộ chỉ số")]) == 1

    def test_of_nothing(self):
        assert cells(compare(rank_units([]), rank_units([])))[-1] == ["Bộ chỉ số: –."]

    def test_of_a_series(self):
        line = series(
            [scored(9, MAY), scored(10, JUNE), scored(11, Month(2026, 8), provisional=True)]
        )
        rows = cells(line)
        assert rows[0] == ["UBND xã <A&B>"]
        assert rows[2:6] == [
            ["tháng 5/2026", "78,00", "–", "Khá"],
            ["tháng 6/2026", "79,00", "+1,00", "Khá"],
            ["tháng 7/2026", "–", "–", "–"],
            ["tháng 8/2026 (số liệu tạm thời)", "80,00", "–", "Tốt"],
        ]
        assert rows[-1] == ["Bộ chỉ số: portal-2026."]

    def test_of_a_series_with_revisions(self):
        days = [datetime(2026, 7, day, tzinfo=UTC) for day in (2, 3)]
        rows = cells(series(scored(day.day, name=None, retrieved_at=day) for day in days))
        assert rows[0] == ["Diễn biến"]
        assert rows[-1] == ["Bộ chỉ số: portal-2026. Số lần điều chỉnh sau công bố: 1."]
