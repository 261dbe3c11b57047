"""Parquet and large CSV through the command: engines, files out, hostile files in."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import csv
import io
import json
import os
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath
from unittest.mock import Mock

import pyarrow as pa
import pytest
from pyarrow import parquet

from vn766.errors import InvalidRecordError
from vn766.files import limits
from vn766.tables import pieces
from vn766.tables.engines import is_pattern, open_engine

IN_PROCESS = ("duckdb", "polars")

TABLE = """\
Mã định danh;Tên đơn vị;Tỉnh;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22);Ghi chú
0001;UBND xã A;H01;18;18,72;7,93;7,36;18;17,08;=1+1
0002;UBND xã B;H01;17,5;"18.72";7,93;7,36;18;17,58;"a;b
c"
0003;UBND xã C;H37;9; – ;7;6;15;11;
0004;UBND xã D;H37;18;20;12;10;18;21,99;-
"""
BROKEN = "0005;UBND xã E;H37;19;x;1;1;1;1;\n"

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other names of files")


@pytest.fixture(autouse=True)
def _local(monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")


@pytest.fixture
def points(tmp_path):
    """Write columns as a Parquet file, and return its path."""

    def write(columns=None, name="t.parquet"):
        six = {"CKMB": 18, "TDGQ": 18.72, "CLGQ": 7.93, "TTTT": 7.36, "MDHL": 18, "MDSH": 17.08}
        given = {"Đơn vị": ["UBND xã A", "UBND xã B"]} | {key: [it] * 2 for key, it in six.items()}
        path = tmp_path / name
        parquet.write_table(pa.table(given if columns is None else columns), path)
        return path

    return write


def read_csv(path, delimiter=";"):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


class TestClasses:
    @pytest.mark.parametrize("engine", IN_PROCESS)
    @pytest.mark.parametrize(("transparency", "rows"), [(18, 0), (8, 3), (0, 3)])
    def test_doubted_cut_offs_are_told_once_with_the_rows(
        self, run, points, engine, transparency, rows
    ):
        six = {"TDGQ": 18, "CLGQ": 8, "TTTT": 8, "MDHL": 17, "MDSH": 18}
        names = ["UBND xã A", "UBND xã B", "UBND xã C", "UBND xã D"]
        given = {"Đơn vị": names, "CKMB": [18, *[transparency] * 3]}
        path = points(given | {key: [value] * 4 for key, value in six.items()})
        done = run("score", path, "--engine", engine, "--json")
        assert done.exit_code == 0, done.stderr
        warnings = json.loads(done.stdout)["warnings"]
        assert [it["code"] for it in warnings] == ["unverified-classes"] * bool(rows)
        for warning in warnings:
            cut_off = 80 if transparency else 70
            assert f"Ngưỡng xếp loại {cut_off} điểm" in warning["message"]
            assert f"liên quan đến {rows}/4 đơn vị" in warning["message"]
        shown = run("score", path, "--engine", engine).stdout
        assert shown.count("chưa đối chiếu") == bool(rows)


class TestEngines:
    def assert_like_units(self, run, path, tmp_path, *options):
        small = json.loads(run("score", path, "--within", "Tỉnh", "--json").stdout)
        expected = {
            row["unit"]["code"]: (row["total"], row["band"]["label"], row["rank"], row["of"])
            for row in small["rows"]
        }
        done = run("score", path, "--within", "Tỉnh", "-o", "out.parquet", *options)
        assert done.exit_code == 0, done.stderr
        rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
        found = {
            row["Mã định danh"]: (str(row["total"]), row["band"], row["rank"], row["of"])
            for row in rows
            if row["total"] is not None
        }
        assert found == expected
        assert len(found) == 3
        assert sorted(row["Mã định danh"] for row in rows) == ["0001", "0002", "0003", "0004"]
        assert {row["TDGQ (20)"] for row in rows} == {"18,72", "18.72", " – ", "20"}
        assert {row["framework"] for row in rows} == {"qd766"}
        return [row["Mã định danh"] for row in rows]

    @pytest.mark.parametrize("engine", IN_PROCESS)
    def test_csv_and_parquet(self, run, table, tmp_path, engine):
        path = table("\ufeff" + TABLE)
        order = self.assert_like_units(run, path, tmp_path, "--engine", engine)
        assert order == sorted(order)
        again = run("score", "out.parquet", "--engine", engine, "-o", "again.parquet")
        assert again.exit_code == 0, again.stderr
        assert "total_published" in again.stdout
        both = [parquet.read_table(tmp_path / f"{name}.parquet") for name in ("out", "again")]
        assert both[0]["total"].to_pylist() == both[1]["total"].to_pylist()
        assert both[0]["total"].to_pylist() == both[1]["total_published"].to_pylist()

    @pytest.mark.spark
    @pytest.mark.filterwarnings("ignore")  # of PySpark's own
    def test_spark(self, run, table, tmp_path):
        from pyspark.sql import SparkSession

        before = SparkSession.getActiveSession()
        path = table("\ufeff" + TABLE)
        self.assert_like_units(run, path, tmp_path, "--engine", "spark")
        assert SparkSession.getActiveSession() is before
        running = SparkSession.builder.config("spark.ui.enabled", "false").getOrCreate()
        done = run("score", "out.parquet", "--engine", "spark", "--json")
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout)["scored"] == 3
        assert SparkSession.getActiveSession() is running
        if before is None:
            running.stop()

    @pytest.mark.spark
    def test_a_session_that_nobody_had_ends_with_the_work(self, tmp_path, monkeypatch):
        sessions = Mock(**{"getActiveSession.return_value": None})
        session = sessions.builder.config.return_value.getOrCreate.return_value
        monkeypatch.setattr("pyspark.sql.SparkSession", sessions)
        with open_engine("spark", tmp_path / "points.csv", tmp_path):
            session.stop.assert_not_called()
        session.stop.assert_called_once_with()

    def test_duckdb_is_the_default(self, run, points):
        done = run("score", points(), "--problems", "bad.csv")
        assert done.exit_code == 0, done.stderr
        assert "(2 dòng), DuckDB" in done.stdout

    @pytest.mark.parametrize(
        ("within", "said"), [("level", "cấp"), ("section", "mục"), ("Vùng", "Vùng")]
    )
    def test_pools_that_are_not_there_are_refused(self, run, points, within, said):
        done = run("score", points(), "--engine", "duckdb", "--within", within)
        assert done.exit_code == 2
        assert said in done.stderr

    def test_levels_are_pools(self, run, points, tmp_path):
        columns = parquet.read_table(points()).to_pydict()
        path = points(columns | {"Cấp": ["sở", "xã"]})
        done = run("score", path, "--engine", "duckdb", "--within", "cấp", "-o", "out.parquet")
        assert done.exit_code == 0, done.stderr
        rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
        assert [row["of"] for row in rows] == [1, 1]

    def test_more_names_than_can_be_looked_at_are_refused(self, run, points, monkeypatch):
        path = points()
        monkeypatch.setattr(limits, "ROWS", 1)
        done = run("score", path, "--engine", "duckdb")
        assert done.exit_code == 2
        assert "1" in done.stderr

    def test_printed_ranks_are_held_against_those_of_levels(self, run, points):
        columns = parquet.read_table(points()).to_pydict()
        path = points(columns | {"Cấp": ["sở", "xã"], "Hạng": [1, 2]})
        done = run("score", path, "--engine", "duckdb", "--json")
        assert done.exit_code == 0, done.stderr
        (note,) = json.loads(done.stdout)["notes"]
        assert note["code"] == "rank-above-pool"

    @pytest.mark.parametrize("engine", IN_PROCESS)
    def test_codes_that_are_floats(self, run, points, tmp_path, engine):
        columns = parquet.read_table(points()).to_pydict()
        path = points(columns | {"Mã định danh": [1001.0, 1002.0]})
        done = run("score", path, "--engine", engine, "-o", "out.parquet")
        assert done.exit_code == 0, done.stderr
        assert parquet.read_table(tmp_path / "out.parquet")["rank"].to_pylist() == [1, 1]

    @pytest.mark.parametrize("engine", IN_PROCESS)
    @pytest.mark.parametrize("before", ["sep=;\n", '"sep=;"\r\n'])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_csv_as_spreadsheets_write_it(self, run, tmp_path, engine, before, encoding):
        path = tmp_path / "t.csv"
        path.write_bytes((before + TABLE).encode(encoding))
        self.assert_like_units(run, path, tmp_path, "--engine", engine)

    def test_small_parquet_needs_none(self, run, points, tmp_path, monkeypatch):
        path = points()
        done = run("score", path, "--unit", "UBND xã A")
        assert done.exit_code == 0, done.stderr
        assert "Nguồn: t.parquet (2 dòng)\n" in done.stdout
        monkeypatch.setattr(limits, "UNITS", 1)
        done = run("score", path)
        assert done.exit_code == 0, done.stderr
        assert "(2 dòng), DuckDB" in done.stdout
        assert "t.parquet: 2 dòng, 7 cột." in done.stderr
        assert "Nhóm xếp hạng: tất cả đơn vị trong tệp" in done.stdout
        assert names_in(tmp_path) == ["t.parquet"]

    def test_small_files_become_parquet_without_one(self, run, table, tmp_path):
        path = table(TABLE + BROKEN)
        asked = ("--within", "Tỉnh", "--keep-going")
        for name in ("out.parquet", "out.json"):
            assert run("score", path, "-o", name, *asked, "--force").exit_code == 1
        assert (tmp_path / "out.problems.csv").exists()
        found = json.loads((tmp_path / "out.json").read_text("utf-8"))
        listed = [
            (row["pool"], row.get("rank"), row.get("of"), row["unit"]["code"], row["total"])
            for row in (*found["rows"], *found["unranked"])
        ]
        rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
        assert listed == [
            (row["pool"], row["rank"], row["of"], row["code"], row["total"] and str(row["total"]))
            for row in rows
        ]
        assert len(rows) == 4

    def test_lists_of_problems_beside_parquet_need_one(self, run, table):
        asked = ("-o", "out.parquet", "--problems", "bad.csv")
        done = run("score", table(TABLE + BROKEN), *asked)
        assert done.exit_code == 1
        assert "(5 dòng), DuckDB" in done.stdout

    @pytest.mark.parametrize(("limit", "most"), [("BYTES", 100), ("ROWS", 12)])
    def test_csv_beyond_the_limits_of_small_files(self, run, table, monkeypatch, limit, most):
        monkeypatch.setattr(limits, limit, most)
        head, rows = TABLE.replace("\nc", "").split("\n", 1)
        copies = (rows.replace("\n00", f"\n{at}0").replace("00", f"{at}0", 1) for at in range(4))
        path = table(f"{head}\n{''.join(copies)}")
        done = run("score", path, "--lang", "en")
        assert done.exit_code == 0, done.stderr
        assert "DuckDB computes it" in done.stderr
        assert "Rows with a total: 12" in done.stdout

    def test_nothing_else_goes_there(self, run, table, monkeypatch):
        monkeypatch.setattr(limits, "BYTES", 10)
        done = run("score", table('{"rows": [1, 2, 3]}', "t.json"))
        assert (done.exit_code, done.stdout) == (2, "")
        assert "giới hạn" in done.stderr
        monkeypatch.undo()
        assert "Tên đơn vị" in run("score", table("a;b\n1;2\n")).stderr

    @pytest.mark.parametrize(
        ("engine", "module", "said"),
        [
            ("duckdb", "duckdb", "vn766[duckdb]"),
            ("polars", "polars", "pip install polars"),
            ("spark", "pyspark.errors", "pip install pyspark"),
        ],
    )
    def test_an_engine_that_is_absent(  # noqa: PLR0917 (fixtures and parameters)
        self, run, table, monkeypatch, engine, module, said
    ):
        monkeypatch.setitem(sys.modules, module, None)
        done = run("score", table(TABLE), "--engine", engine)
        assert done.exit_code == 2
        assert said in done.stderr

    @pytest.mark.parametrize("module", ["narwhals.stable.v2", "numpy"])
    def test_without_tables(self, run, points, monkeypatch, module):
        path = points()
        monkeypatch.setitem(sys.modules, module, None)
        for name in [name for name in sys.modules if name.startswith("vn766.tables")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.delitem(sys.modules, "vn766.cli.large")
        done = run("score", path, "--engine", "duckdb")
        assert done.exit_code == 2
        assert 'pip install "vn766[duckdb]"' in done.stderr

    def test_without_pyarrow(self, run, points, monkeypatch):
        path = points()
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        for name in (pieces.__name__, "vn766.cli.large"):
            monkeypatch.delitem(sys.modules, name)
        for asked in ([], ["--engine", "duckdb"]):
            done = run("score", path, *asked)
            assert done.exit_code == 2
            assert "vn766[parquet]" in done.stderr

    def test_duckdb_reads_nothing_else(self, table, tmp_path):
        other = table("secret\n", "other.csv")
        folder = tmp_path / "w'"
        folder.mkdir()
        for query in (f"FROM read_csv('{other}')", "INSTALL httpfs", "SET threads = 9"):
            with (
                pytest.raises(InvalidRecordError, match="DuckDB"),
                open_engine("duckdb", table(TABLE), folder) as engine,
            ):
                engine._connection.execute(query)  # noqa: SLF001 (what a file would have to reach)


class TestFilesIn:
    def test_paths_of_windows_are_no_patterns(self):
        assert not is_pattern(PureWindowsPath("D:\\báo cáo\\xã.parquet"))
        assert is_pattern(PurePosixPath("/báo cáo\\xã.parquet"))

    def test_a_name_like_a_pattern_where_links_are_forbidden(self, run, table, monkeypatch):
        def refused(*_):
            raise OSError(1314, "A required privilege is not held by the client")

        monkeypatch.setattr(Path, "symlink_to", refused)
        done = run("score", table(TABLE, "a[1].csv"), "--engine", "duckdb")
        assert done.exit_code == 0, done.stderr
        assert "a[1].csv" in done.stdout

    @posix
    @pytest.mark.parametrize("engine", IN_PROCESS)
    @pytest.mark.parametrize("suffix", ["csv", "parquet"])
    def test_names_are_no_patterns(  # noqa: PLR0917 (fixtures and parameters)
        self, run, table, points, tmp_path, engine, suffix
    ):
        name = f"a*[1]?{{b}}'\";=x.{suffix}"
        for at, path in enumerate((name, f"aZ1x{{b}}'\";=x.{suffix}")):
            if suffix == "csv":
                table(TABLE if at else TABLE.rsplit("\n", 2)[0] + "\n", path)
            else:
                points(None if at else {"TDGQ": [1], "CKMB": [1]}, path)
        done = run("score", name, "--engine", engine, "--json")
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout)["source_rows"] == (3 if suffix == "csv" else 1)
        assert len(names_in(tmp_path)) == 2

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("t.parquet", b"no parquet", "no Parquet file"),
            ("t.parquet", b"PAR1 and no end", "process this file (a failure of its own)"),
            ("t.parquet", b"", "no Parquet file"),
            ("t.csv", b"", "empty"),
            ("t.csv", b"a;b\n1;2\n", "header row"),
            ("t.csv", b"CKMB;Khung\n", "header row"),
            ("t.csv", b"CKMB;TDGQ\n\xff;1\n", "UTF-8"),
            ("t.csv", b"\xff\xfe" + "CKMB;TDGQ\n1;2\n".encode("utf-16-le") + b"1", "UTF-8"),
            ("t.csv", b"%PDF-1.7", "PDF"),
            ("t.csv", b"PK\x03\x04", "for Parquet and CSV"),
            ("t.json", b"[]", "for Parquet and CSV"),
            ("t.csv", "Bảng điểm\nCKMB;TDGQ\n1;2\n".encode(), "first row"),
            ("t.csv", b"CKMB;CKMB;TDGQ\n4;2;3\n", "given twice"),
            ("t.csv", b"CKMB;TDGQ\n4;2;3\n", "process this file (a line of"),
            ("t.csv", b"CKMB;TDGQ\n" + b"1;2\n" * 300_000 + b'1;"2\n', "line 300002 is not closed"),
            ("t.csv", b'CKMB;TDGQ\n"1;2\n3;4\n', "line 2 is not closed"),
            ("t.csv", b'CKMB;TDGQ\n"1"x;2\n', "line 2 is not closed"),
        ],
    )
    def test_what_is_no_table(self, run, tmp_path, name, content, said):
        (tmp_path / name).write_bytes(content)
        done = run("score", name, "--engine", "duckdb", "--lang", "en", "-o", "out.csv")
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in " ".join(done.stderr.split())
        assert names_in(tmp_path) == [name]

    @pytest.mark.parametrize("engine", IN_PROCESS)
    def test_a_damaged_file(self, run, points, engine):
        path = points()
        path.write_bytes(path.read_bytes()[:-9] + b"012345678")
        assert run("score", path, "--engine", engine).exit_code == 2

    def test_what_cannot_be_read(self, run, tmp_path):
        assert "không có tệp này" in run("score", "absent.csv", "--engine", "duckdb").stderr
        (tmp_path / "folder").mkdir()
        done = run("score", "folder", "--engine", "duckdb")
        assert "đây là thư mục, không phải tệp" in done.stderr

    def test_heads_of_all_kinds(self, run, table, tmp_path):
        heads = "CKMB;tdgq;TDGQ trước;;;Percent;percent_published;Rank;a;A;TTTT (10)\n"
        path = table(heads + "17;19;1;2;3;4;5;6;7;8;9\n")
        done = run("score", path, "-o", "out.parquet", "--json", "--engine", "duckdb")
        assert done.exit_code == 0, done.stderr
        kept = parquet.read_schema(tmp_path / "out.parquet").names[:11]
        assert kept == [
            *("CKMB", "tdgq", "TDGQ trước", "D", "E", "Percent_published", "percent_published (G)"),
            *("Rank_published", "a", "A (J)", "TTTT (10)"),
        ]

    def test_no_points(self, run, table, points):
        assert "CKMB" in run("score", points({"a": [1], "b": [2]})).stderr
        path = table("Tên đơn vị;Mã\nA;1\n")
        done = run("score", path, "--engine", "duckdb", "--framework", "portal-2025")
        assert done.exit_code == 2
        assert "ít nhất một cột điểm" in done.stderr

    def test_columns_that_are_not_there(self, run, points):
        done = run("score", points(), "--within", "Tỉnh")
        assert done.exit_code == 2
        assert "Đơn vị" in done.stderr

    def test_parquet_of_other_types(self, run, points, tmp_path):
        cells = {
            "CKMB": pa.array(["18", "n/a"]).dictionary_encode(),
            "TDGQ": [Decimal("18.7200"), None],
            "note": pa.array(["@x", "y"]).dictionary_encode(),
            "float": [0.5, None],
            "day": [date(2026, 9, 1), None],
            "list": [["=1"], None],
            "large": pa.array(["z", None], pa.large_string()),
        }
        for language, delimiter, number in (("vi", ";", "0,5"), ("en", ",", "0.5")):
            asked = ("--engine", "duckdb", "-o", "out.csv", "--force", "--lang", language)
            done = run("score", points(cells), *asked)
            assert done.exit_code == 0, done.stderr
            first, second = read_csv(tmp_path / "out.csv", delimiter)
            assert (first["note"], first["float"], first["day"]) == ("'@x", number, "2026-09-01")
            assert (first["list"], first["large"], second["large"]) == ("['=1']", "z", "")
            assert list(first.values())[-10:-7] == ["", "4", "0"]
            assert list(first.values())[-3:] == ["1", "1", "qd766"]
            assert second["CKMB"] == "n/a"

    @pytest.mark.parametrize("engine", IN_PROCESS)
    def test_no_units(self, run, points, tmp_path, engine):
        """What was fetched badly overwrites nothing, here as in small files."""
        (tmp_path / "out.csv").write_text("old")
        asked = ("--engine", engine, "-o", "out.csv", "--problems", "bad.csv", "--force", "--json")
        for names in ([], ["Tổng cộng"]):
            column = pa.array([1.0] * len(names), pa.float64())
            cells = {"Đơn vị": pa.array(names, pa.string()), "CKMB": column}
            for more in (asked, ("--json",)):
                done = run("score", points(cells), *more)
                assert done.exit_code == 2, done.stderr
                codes = [each["code"] for each in json.loads(done.stdout)["problems"]]
                assert codes == ["no-units"]
        assert (tmp_path / "out.csv").read_text() == "old"
        assert not (tmp_path / "bad.csv").exists()

    @pytest.mark.parametrize("mark", [";", ","])
    def test_counts_are_for_the_reader_of_small_files(self, run, tmp_path, mark):
        lines = ["Tên đơn vị,Chỉ số,Tử số,Mẫu số", "A,2.1,5,6"]
        (tmp_path / "c.csv").write_text("\n".join(lines).replace(",", mark), "utf-8")
        table = {"Tên đơn vị": ["A"], "Chỉ số": ["2.1"], "Tử số": [5], "Mẫu số": [6]}
        parquet.write_table(pa.table(table), tmp_path / "c.parquet")
        for name in ("c.csv", "c.parquet"):
            for more in (
                ["--engine", "duckdb"],
                ["-o", "o.parquet", "--problems", "b.csv", "--force"],
            ):
                done = run("score", name, *more, "--json")
                (problem,) = json.loads(done.stdout)["problems"]
                assert (done.exit_code, problem["code"]) == (2, "counts-by-engine")
            done = run("score", name, "-o", "o.parquet", "--force")
            assert done.exit_code == 0, done.stderr


class TestFilesOut:
    @pytest.mark.parametrize("engine", IN_PROCESS)
    def test_csv(self, run, table, tmp_path, engine):
        done = run("score", table(TABLE), "--engine", engine, "--pool", "xã", "-o", "out.csv")
        assert done.exit_code == 0, done.stderr
        assert "Nhóm xếp hạng: xã" in done.stdout
        assert "thiếu 1 nhóm" in done.stdout
        assert "Đã ghi out.csv" in done.stderr
        first, second, third, _ = read_csv(tmp_path / "out.csv")
        assert (first["Mã định danh"], first["Ghi chú"]) == ("0001", "'=1+1")
        assert (first["Tổng điểm"], first["Hạng"], first["Số đơn vị xếp hạng"]) == (
            "87,09",
            "2",
            "3",
        )
        assert second["Ghi chú"] == "a;b\nc"
        assert (third["Tổng điểm"], third["Số nhóm thiếu số liệu"]) == ("", "1")

    def test_titles_that_the_file_has_too(self, run, table, tmp_path):
        path = table("Tên đơn vị;Tổng điểm;CKMB\nA;40;18\n")
        assert run("score", path, "--engine", "duckdb", "-o", "out.csv").exit_code == 0
        [row] = read_csv(tmp_path / "out.csv")
        assert (row["Tổng điểm"], row["Tổng điểm (vn766)"]) == ("40", "40,00")
        assert (row["Tỷ lệ"], row["Theo số liệu công bố"]) == ("", "x")

    @pytest.mark.parametrize("suffix", ["csv", "parquet"])
    def test_problems(self, run, table, tmp_path, suffix):
        done = run(
            *("score", table(TABLE + BROKEN), "--engine", "duckdb", "-o", "out.csv"),
            *("--problems", f"bad.{suffix}"),
        )
        assert done.exit_code == 1
        assert "1 dòng có lỗi" in done.stderr
        assert "dòng 5, cột CKMB (18) (UBND xã E): Công khai" in done.stderr
        assert "--problems" not in done.stderr
        assert "2 lỗi" in done.stdout
        if suffix == "csv":
            first, second = read_csv(tmp_path / "bad.csv")
            assert (first["Dòng"], first["Mã lỗi"]) == ("5", "above-maximum")
            assert second["Nội dung"] == "'x' không phải là số."
        else:
            first, second = parquet.read_table(tmp_path / "bad.parquet").to_pylist()
            assert (first["row"], first["unit_code"], second["value"]) == (5, "0005", "x")
        assert names_in(tmp_path) == [f"bad.{suffix}", "out.csv", "t.csv"]

    def test_problems_of_rows_far_down(self, run, points, tmp_path, monkeypatch):
        monkeypatch.setattr(pieces, "_PIECE", 2)
        cells = {"CKMB": [18, 19, 18, 18, 18, 19, 18], "TDGQ": [1] * 7}
        asked = ("--engine", "duckdb", "--json", "--lang", "en", "-o", "out.csv")
        done = run("score", points(cells), *asked)
        assert done.exit_code == 1
        assert len(read_csv(tmp_path / "out.csv", ",")) == 7
        found = json.loads(done.stdout)
        assert [problem["row"] for problem in found["first_problems"]] == [2, 6]
        assert (found["broken"], found["incomplete"], found["scored"]) == (2, 5, 0)

    def test_what_is_shown_is_bounded(self, run, points):
        cells = {"CKMB": [19] * 5000, "TDGQ": [1] * 5000}
        done = run("score", points(cells), "--engine", "duckdb", "--lang", "en")
        assert "The first 20 of 5,000 rows" in done.stdout
        assert "5,000 rows have problems" in done.stderr
        assert done.stderr.count("row ") == 5
        assert "--problems" in done.stderr
        done = run("score", "t.parquet", "--engine", "duckdb", "--json")
        found = json.loads(done.stdout)
        assert len(found["first_rows"]) == 20
        assert len(found["first_problems"]) == 5

    def test_json(self, run, table, tmp_path):
        path = table(TABLE)
        within = ("--within", "Tỉnh", "--within", "Ghi chú")
        asked = ("--engine", "duckdb", "-o", "out.parquet", "--json", "--period", "năm 2026")
        done = run("score", path, *within, *asked)
        found = json.loads(done.stdout)
        assert found["within"] == ["Tỉnh", "Ghi chú"]
        assert (found["framework"], found["written"]) == ("portal-2026", ["out.parquet"])
        assert found["bands"] == {"Xuất sắc": 0, "Tốt": 2, "Khá": 0, "Trung bình": 0, "Yếu": 0}
        # The remark of xã C is blank, that of xã D a dash.
        assert [problem["code"] for problem in found["first_problems"]] == ["blank-pool"] * 2
        assert (found["basis"], found["levels_apart"], found["notes"]) == ("within", False, [])
        assert found["first_rows"][0]["total"] == "87.09"
        assert found["first_rows"][0]["rank"] == 1
        assert names_in(tmp_path) == ["out.parquet", "t.csv"]

    def test_targets_are_checked_first(self, run, points, tmp_path):
        path = points()
        (tmp_path / "there.csv").write_text("mine", "utf-8")
        for options, said in (
            (("-o", "out.xlsx"), ".parquet"),
            (("-o", "no/out.csv"), "Không có thư mục"),
            (("-o", "there.csv"), "--force"),
            (("--problems", "there.csv"), "--force"),
            (("-o", "t.parquet", "--force"), "đầu vào"),
            (("-o", "a.csv", "--problems", "./a.csv"), "hai tệp khác nhau"),
        ):
            done = run("score", path, "--engine", "duckdb", *options)
            assert done.exit_code == 2
            assert said in " ".join(done.stderr.split())
        assert names_in(tmp_path) == ["t.parquet", "there.csv"]
        assert run("score", path, "-o", "there.csv", "--force").exit_code == 0
        assert len(read_csv(tmp_path / "there.csv")) == 2

    def test_what_only_engines_do(self, run, table):
        path = table(TABLE)
        done = run("score", path, "--problems", "bad.csv")
        assert done.exit_code == 2
        assert "--engine duckdb" in done.stderr

    def test_a_failed_write_leaves_nothing_behind(self, run, points, tmp_path, monkeypatch):
        def fail(*_):
            raise OSError(28, "No space left on device", "out.csv")

        monkeypatch.setattr(pieces, "_texts", fail)
        done = run("score", points(), "--engine", "duckdb", "-o", "out.csv")
        assert done.exit_code == 2
        assert "ổ đĩa đã đầy" in done.stderr
        assert names_in(tmp_path) == ["t.parquet"]
