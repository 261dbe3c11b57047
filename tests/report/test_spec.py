"""Spec files: what they may say, everything that is wrong with one, and the documents of them."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from vn766.errors import InvalidDocumentError, InvalidRecordError
from vn766.nd30 import layout
from vn766.period import Month, Year
from vn766.report.jobs import Jobs
from vn766.report.spec import read_spec

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "documents").glob("*.toml"))

FRAME = """
[frame]
issuer = ["Ủy ban nhân dân", "{locality}"]
symbol = "UBND-VP"
place = "{place}"
called = "{unit}"
addressees = "Các phòng"
recipients = "Sở Nội vụ"
[frame.signature]
lines = "Chủ tịch"
name = "Lê Thị B"
"""
LETTER = """
document = "disclosure-letter"
period = "tháng 8/2025"
source = "Cổng"
"""
RESULT = """
[result]
unit = "UBND phường An Bình"
points = { CKMB = 18, TDGQ = "18,72", CLGQ = 7.93, TTTT = "7,36", MDHL = 18, MDSH = "17,08" }
"""
LINE = re.compile(r"spec\.toml(:[0-9]+)?, ")
TABLE = (
    "Tên đơn vị;Mã;CKMB (18);TDGQ (20);CLGQ (12);TTTT (10);MDHL (18);MDSH (22);Ghi chú\n"
    "UBND xã A;H01.02;18;18,72;7,93;7,36;18;17,08;một\n"
    "UBND xã B;H01.03;18;18,72;7,93;7,36;18;17;hai\n"
)


@pytest.fixture
def spec(tmp_path):
    def write(text, **files):
        for name, content in {"t.csv": TABLE, **files}.items():
            (tmp_path / name.replace("_", ".")).write_text(content, "utf-8")
        path = tmp_path / "spec.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def refused(build):
    with pytest.raises(InvalidDocumentError) as caught:
        build()
    return [
        (str(it.code), LINE.sub("", it.origin or ".".join(map(str, it.path))))
        for it in caught.value.problems
    ]


def first_line(document):
    printed = list(layout.body_lines(document))
    return printed[0].text.replace("\u00a0", " ")


class TestExamples:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_each_makes_its_documents(self, path):
        spec = read_spec(path)
        jobs = Jobs(spec)
        made = [job.document for job in jobs.each()] if spec.is_batch else [jobs.document]
        document = made[0]()
        assert document.provenance.source == "Cổng Dịch vụ công quốc gia"
        assert ("letter" if spec.kind.endswith("letter") else "report") == document.kind

    def test_there_is_one_of_every_kind(self):
        kinds = {read_spec(path).kind for path in EXAMPLES}
        assert len(kinds) == 5
        assert sum(read_spec(path).is_batch for path in EXAMPLES) == 1


class TestReading:
    def test_what_a_spec_says(self, spec):
        text = (
            LETTER
            + RESULT
            + FRAME.replace("[frame]\n", "[frame]\nnumber = 7\nissued_on = 2025-09-05\n")
        )
        found = read_spec(spec(text))
        assert found.frame.number == 7
        assert found.frame.issued_on == date(2025, 9, 5)
        assert found.period == Month(2025, 8)
        document = Jobs(found).document()
        assert document.frame.issuer == ("Ủy ban nhân dân", "phường An Bình")
        assert document.frame.place == "An Bình"
        assert document.frame.called == "UBND phường An Bình"
        assert "87,09/100 điểm, xếp loại Tốt" in first_line(document)

    @pytest.mark.parametrize(
        ("written", "meant"), [('"tháng 9/2025"', Month(2025, 9)), ('"năm 2025"', Year(2025))]
    )
    def test_a_date_may_be_blank_in_part(self, spec, written, meant):
        text = LETTER + RESULT + FRAME.replace("[frame]\n", f"[frame]\nissued_on = {written}\n")
        assert read_spec(spec(text)).frame.issued_on == meant

    def test_everything_that_is_wrong_is_listed_with_its_place(self, spec):
        text = """
        document = "leter"
        period = "tháng 13/2025"
        provisional = 1
        retrieved_at = "hôm qua"
        tasks = [1]
        series = 3
        extra = 1
        [duties]
        a = 1
        [options]
        low = true
        below = []
        orientation = "across"
        sizes = "14/14/14"
        [units]
        [result]
        unit = 7
        points = { a = [], b = 1 }
        counts = { c = [1], d = [1, true] }
        [result.published]
        rank = "5"
        [texts]
        closing = { x = 1 }
        [frame]
        symbol = " "
        issued_on = 2025-09-05T10:00:00
        number = "5"
        """
        assert refused(lambda: read_spec(spec(text))) == [
            ("field-choice", "document"),
            ("field-missing", "frame.signature"),
            ("field-empty", "frame.symbol"),
            ("field-missing", "frame.place"),
            ("field-missing", "frame.called"),
            ("field-missing", "frame.issuer"),
            ("field-missing", "frame.recipients"),
            ("field-type", "frame.number"),
            ("field-type", "frame.issued_on"),
            ("field-type", "texts.closing"),
            ("field-type", "tasks"),
            ("field-type", "duties.a"),
            ("out-of-range", "period"),
            ("not-a-moment", "retrieved_at"),
            ("field-type", "provisional"),
            ("field-type", "result.unit"),
            ("field-type", "result.points.a"),
            ("field-type", "result.counts.c"),
            ("field-type", "result.counts.d"),
            ("field-type", "result.published.rank"),
            ("field-missing", "units.file"),
            ("field-type", "series"),
            ("field-type", "options.below"),
            ("field-type", "options.low"),
            ("field-choice", "options.orientation"),
            ("field-choice", "options.sizes"),
            ("field-unknown", "extra"),
        ]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("frame = 1", "field-type"),
            ("units = 1", "field-type"),
            ("[[series]]\npoints = 1", "field-type"),
            ("[[series]]\ncounts = 1", "field-type"),
            ("[[series]]\nunit = 1\n[[series]]\nperiod = 1", "field-type"),
            ("series = [1]", "field-type"),
            ("texts = 1", "field-type"),
            ("a.b = 1", "field-unknown"),
            ('framework = ""', "field-empty"),
        ],
    )
    def test_wrong_shapes(self, spec, line, code):
        found = refused(lambda: read_spec(spec(f'document = "monthly-letter"\n{line}\n')))
        assert code in [name for name, _ in found]

    @pytest.mark.parametrize("written", ['"tháng 13/2025"', '"Quý II/2025"', '"mai"'])
    def test_a_date_that_is_none(self, spec, written):
        text = LETTER + RESULT + FRAME.replace("[frame]\n", f"[frame]\nissued_on = {written}\n")
        ((code, place),) = refused(lambda: read_spec(spec(text)))
        assert place == "frame.issued_on"
        assert code in {"out-of-range", "not-a-date", "not-a-period"}

    @pytest.mark.parametrize(
        ("kind", "missing"),
        [
            ("classification-report", "units"),
            ("office-letter", "result"),
            ("district-report", "series"),
            ("monthly-letter", "result"),
            ("disclosure-letter", "result"),
        ],
    )
    def test_what_a_kind_cannot_do_without(self, spec, kind, missing):
        found = refused(lambda: read_spec(spec(f'document = "{kind}"\n{FRAME}')))
        assert found == [("field-missing", f"{missing}")]

    def test_a_file_that_is_no_spec(self, spec, tmp_path):
        assert refused(lambda: read_spec(tmp_path / "no.toml")) == [("file-unreadable", "")]
        assert refused(lambda: read_spec("a\0b")) == [("file-unreadable", "")]
        assert refused(lambda: read_spec(spec("a = "))) == [("toml-syntax", "")]

    def test_hostile_files_cost_little(self, spec):
        paragraph = "tasks = [" + repr("Một câu dài. " * 1000) + "]\n"
        assert read_spec(spec(paragraph + LETTER + RESULT + FRAME)).tasks[0].startswith("Một câu")
        assert refused(lambda: read_spec(spec("a." * 20_000 + "b = 1"))) == [
            ("file-too-complex", "")
        ]
        assert refused(lambda: read_spec(spec("#" + "\n" * 2**18))) == [("file-too-large", "")]

    def test_unknown_names_are_quoted_short(self, spec):
        with pytest.raises(InvalidDocumentError) as caught:
            read_spec(spec(f'{LETTER}"{"x" * 5000}" = 1\n{RESULT}{FRAME}'))
        assert len(str(caught.value)) < 1500


class TestData:
    def test_a_row_of_a_table_by_name_or_code(self, spec):
        for row in ('unit = "UBND xã B"', 'code = "H01.03"', 'unit = "H01.03"'):
            text = f'{LETTER}[result]\nfile = "t.csv"\n{row}\n{FRAME}'
            document = Jobs(read_spec(spec(text))).document()
            assert document.frame.called == "UBND xã B"
            assert "87,01/100" in first_line(document)

    @pytest.mark.parametrize("row", ['unit = "UBND xã C"', ""])
    def test_a_row_that_is_not_there_or_not_alone(self, spec, row):
        jobs = Jobs(read_spec(spec(f'{LETTER}[result]\nfile = "t.csv"\n{row}\n{FRAME}')))
        assert refused(jobs.document) == [("unit-not-found", "result.unit")]

    def test_the_only_row_needs_no_name(self, spec):
        text = f'{LETTER}[result]\nfile = "one.csv"\n{FRAME}'
        one = "\n".join(TABLE.splitlines()[:2])
        assert Jobs(read_spec(spec(text, one_csv=one))).document().frame.called == "UBND xã A"

    def test_a_row_nearly_of_that_name_is_named(self, spec):
        text = f'{LETTER}[result]\nfile = "t.csv"\nunit = "UBND xa B"\n{FRAME}'
        with pytest.raises(InvalidDocumentError, match="UBND xã B"):
            Jobs(read_spec(spec(text))).document()

    def test_published_figures_beside_those_of_a_file(self, spec):
        text = (
            f'{LETTER}[result]\nfile = "t.csv"\nunit = "UBND xã A"\n'
            f'published = {{ rank = 5, of = 65, pool = "xã" }}\n{FRAME}'
        )
        assert "xếp thứ 5/65 xã" in first_line(Jobs(read_spec(spec(text))).document())

    def test_a_total_that_the_points_contradict(self, spec):
        text = f"{LETTER}{RESULT}published = {{ total = 90 }}\n{FRAME}"
        with pytest.raises(InvalidRecordError) as caught:
            Jobs(read_spec(spec(text))).document()
        assert [str(it.code) for it in caught.value.problems] == ["sum-mismatch"]

    def test_a_table_with_errors_makes_no_document_about_all_units(self, spec):
        broken = TABLE.replace("18,72;7,93;7,36;18;17,08", "21;7,93;7,36;18;17,08")
        text = f'{LETTER}[result]\nfile = "t.csv"\nunit = "UBND xã B"\n{FRAME}'
        with pytest.raises(InvalidRecordError) as caught:
            Jobs(read_spec(spec(text, t_csv=broken))).document()
        assert [str(it.code) for it in caught.value.problems] == ["above-maximum"]

    def test_a_result_without_a_unit(self, spec):
        text = f"{LETTER}{RESULT}{FRAME}".replace('unit = "UBND phường An Bình"\n', "")
        text = text.replace("{unit}", "UBND xã").replace("{place}", "A").replace("{locality}", "xã")
        text += '[texts]\nopening = "Kết quả {period}."\n'
        assert Jobs(read_spec(spec(text))).document().frame.called == "UBND xã"

    def test_a_framework_of_its_own_choice(self, spec):
        text = f'framework = "qd766"\n{LETTER}{RESULT}{FRAME}'
        document = Jobs(read_spec(spec(text))).document()
        assert document.provenance.framework.endswith("(Quyết định số 766/QĐ-TTg)")

    def test_options_reach_the_builders(self, spec):
        text = LETTER.replace("disclosure", "monthly") + RESULT + FRAME
        text += '[options]\nlow = 1\norientation = "portrait"\nsizes = "12/13/13"\n'
        found = read_spec(spec(text))
        document = Jobs(found).document()
        assert found.options.sizes == "12/13/13"
        assert document.annexes[0].orientation == "portrait"
        assert "thấp hơn: Dịch vụ công trực tuyến 7,93/12 điểm." in document.body[1].text

    def test_columns_of_components(self, spec):
        text = LETTER.replace("disclosure", "monthly") + RESULT + FRAME
        heads = '["Hài lòng", { text = "Tỷ lệ (%)", note = "Của kỳ." }]'
        column = f'[[components]]\nheads = {heads}\nof = "satisfaction"\nshows = "percent"\n'
        (table,) = Jobs(read_spec(spec(text + column))).document().annexes[0].blocks
        assert [head.text for head in table.columns[-1].heads] == ["Hài lòng", "Tỷ lệ (%)"]
        assert (table.columns[-1].heads[-1].note, table.rows[0][-1]) == ("Của kỳ.", "100")
        wrong = column.replace(heads, "3")
        assert refused(lambda: read_spec(spec(text + wrong))) == [
            ("field-type", "components.0.heads")
        ]

    def test_a_unit_that_is_not_ranked(self, spec):
        text = f'{LETTER}{RESULT}[units]\nfile = "t.csv"\npool = "xã"\n{FRAME}'
        assert refused(Jobs(read_spec(spec(text))).document) == [("unit-not-found", "result.unit")]

    def test_a_base_is_found_beside_the_spec(self, spec):
        path = spec(f'base = "mau.docx"\n{LETTER}{RESULT}{FRAME}')
        assert read_spec(path).base == path.parent / "mau.docx"


class TestCounts:
    """A table of counts makes the documents that a table of points makes."""

    COUNTS = (Path(__file__).parents[2] / "examples" / "counts-2026-09.csv").read_text("utf-8-sig")
    SPEC = LETTER.replace("8/2025", "9/2026")

    def test_of_one_unit(self, spec):
        text = f'{self.SPEC}[result]\nfile = "t.csv"\ncode = "H99.103"\n{FRAME}'
        document = Jobs(read_spec(spec(text, t_csv=self.COUNTS))).document()
        assert document.frame.called == "UBND xã Tân Phú"
        assert "71,31/100" in first_line(document)

    def test_of_all_units_in_their_ranks(self, spec):
        text = f'{self.SPEC}[units]\nfile = "t.csv"\npool = "xã"\n{FRAME}'
        jobs = list(Jobs(read_spec(spec(text, t_csv=self.COUNTS))).each())
        assert len(jobs) == 3
        assert "xếp thứ 3/3 xã" in first_line(jobs[2].document())

    def test_of_responses_of_the_portal(self, spec, tmp_path):
        (tmp_path / "responses").mkdir()
        unit = {"departmentId": "u", "departmentName": "UBND xã A", "departmentCode": "H00.1"}
        tree = {"parent": {**unit, "totalReceived": 161, "totalOnTime": 156}, "children": []}
        path = tmp_path / "responses" / "progress.json"
        path.write_text(json.dumps({"data": tree}), "utf-8")
        text = f'{self.SPEC}[result]\nfile = "responses"\npublished = {{ total = 80 }}\n{FRAME}'
        assert "80/100" in first_line(Jobs(read_spec(spec(text))).document())

    def test_a_province_is_none_of_its_own_units(self, spec, tmp_path):
        counts = {"totalReceived": 90, "totalOnTime": 80, "totalOverdue": 10}
        children = [
            {"departmentId": name, "departmentName": name, "level": "COMMUNE", **counts}
            for name in ("UBND xã A", "UBND xã B")
        ]
        root = {"departmentId": "r", "departmentName": "UBND tỉnh Y", **counts}
        tree = {"data": {"parent": root, "children": children}}
        head = self.SPEC.replace("disclosure-letter", "classification-report")
        units = '[units]\nfile = "dvc-progress-tree.json"\n'
        frame = FRAME.replace("UBND-VP", "BC-VP").replace("{unit}", "UBND tỉnh Y")
        for pool in ("", 'pool = "xã"\n'):
            path = spec(f"{head}{units}{pool}{frame.replace('{place}', 'Y')}")
            (tmp_path / "dvc-progress-tree.json").write_text(json.dumps(tree), "utf-8")
            document = Jobs(read_spec(path)).document()
            assert " của 02 đơn vị " in first_line(document)
            (table,) = document.annexes[0].blocks
            assert [row[1] for row in table.rows] == ["UBND xã A", "UBND xã B"]


class TestBatch:
    TEXT = (
        LETTER + '[units]\nfile = "t.csv"\npool = "xã"\n' + FRAME.replace("Lê Thị B", "{Ghi chú}")
    )

    def test_every_unit_has_a_document_with_its_own_columns(self, spec):
        found = read_spec(spec(self.TEXT))
        assert found.is_batch
        jobs = list(Jobs(found).each())
        assert [(job.unit, job.stem) for job in jobs] == [
            ("UBND xã A", "van-ban-ubnd-xa-a-h01-02"),
            ("UBND xã B", "van-ban-ubnd-xa-b-h01-03"),
        ]
        second = jobs[1].document()
        assert second.frame.signature.name == "hai"
        assert "xếp thứ 2/2 xã" in first_line(second)

    def test_without_a_pool_there_are_no_ranks(self, spec):
        text = self.TEXT.replace('pool = "xã"\n', "")
        document = next(iter(Jobs(read_spec(spec(text))).each())).document()
        assert "xếp thứ" not in first_line(document)

    def test_columns_that_are_not_there(self, spec):
        text = self.TEXT.replace("{Ghi chú}", "{Người ký}").replace("{place}", "{nơi}")
        job = next(iter(Jobs(read_spec(spec(text))).each()))
        assert refused(job.document) == [
            ("unknown-placeholder", "frame.place"),
            ("unknown-placeholder", "frame.signature"),
        ]

    def test_names_of_files_are_plain_short_and_never_twice(self, spec):
        names = ["../../etc/passwd", "UBND xã " + "dài " * 60, "xã A", "xa a", "漢字", "con"]
        row = ";;18;18,72;7,93;7,36;18;17;x\n"
        table = TABLE.splitlines()[0] + "\n" + "".join(f"{name}{row}" for name in names)
        stems = [job.stem for job in Jobs(read_spec(spec(self.TEXT, t_csv=table))).each()]
        assert stems[0] == "van-ban-etc-passwd"
        assert stems[2:] == ["van-ban", "van-ban-con"]
        assert all(len(stem) <= 80 and stem.isascii() for stem in stems)
        assert len(set(stems)) == len(stems)

    def test_units_that_only_a_number_tells_apart_have_no_document(self, spec):
        row = ";{};18;18,72;7,93;7,36;18;17;x\n"
        names = [("UBND xã Hòa Bình", ""), ("UBND xã Hoà Bình", ""), ("UBND xã C" * 9, "H01.02")]
        names.append((names[-1][0], "H01.03"))
        table = TABLE.splitlines()[0] + "\n"
        table += "".join(name + row.format(code) for name, code in names)
        text = self.TEXT.replace('pool = "xã"\n', "")
        jobs = Jobs(read_spec(spec(text, t_csv=table)))
        assert [job.stem[-6:] for job in jobs.each()] == ["h01-02", "h01-03"]
        told = [each for each in jobs.problems if each.code == "namesakes"]
        assert [each.value for each in told] == ["UBND xã Hòa Bình; UBND xã Hoà Bình"]
        # One of them alone has the name; nobody else takes that name from it later.
        one = Jobs(read_spec(spec(text, t_csv=table.replace("Hòa Bình;;18", "Hòa Bình;;x"))))
        assert next(job.unit for job in one.each()) == "UBND xã Hoà Bình"

    def test_rows_with_errors_are_left_out_and_told(self, spec):
        broken = TABLE.replace("UBND xã A;H01.02;18;", "UBND xã A;H01.02;19;")
        text = self.TEXT.replace('pool = "xã"\n', "")
        jobs = Jobs(read_spec(spec(text, t_csv=broken)))
        assert [job.unit for job in jobs.each()] == ["UBND xã B"]
        assert [str(problem.code) for problem in jobs.problems] == ["above-maximum"]

    def test_nobody_is_ranked_among_rows_with_errors(self, spec):
        broken = TABLE.replace("UBND xã A;H01.02;18;", "UBND xã A;H01.02;19;")
        jobs = Jobs(read_spec(spec(self.TEXT, t_csv=broken)))
        with pytest.raises(InvalidRecordError) as caught:
            list(jobs.each())
        assert [str(it.code) for it in caught.value.problems] == ["above-maximum"]

    def test_one_document_is_not_asked_of_a_batch(self, spec):
        assert refused(Jobs(read_spec(spec(self.TEXT))).document) == [("field-missing", "result")]

    def test_a_batch_is_not_asked_of_one_document(self, spec):
        jobs = Jobs(read_spec(spec(LETTER + RESULT + FRAME)))
        assert refused(lambda: list(jobs.each())) == [("field-missing", "units")]
