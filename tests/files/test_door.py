"""One door for every file: only regular files come in, and limits hold over all of each."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from vn766.audit import audit
from vn766.errors import InvalidRecordError, ProblemCode, Vn766Error
from vn766.files import Named, limits, read
from vn766.files.blocks import Place
from vn766.framework import get_framework
from vn766.nd30 import check
from vn766.nd30.model import Document, Frame, Signature
from vn766.nd30.writer import docx_bytes
from vn766.readers import read_counts, read_points, read_portal, score_file
from vn766.report import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def written_on(base: Path) -> bytes:
    """Return a letter on top of a user's own file."""
    frame = Frame(
        issuer="UBND phường A",
        symbol="UBND-VP",
        place="A",
        called="UBND phường A",
        addressees="Các phòng",
        recipients="Các phòng",
        signature=Signature(lines="Chủ tịch", name="Lê Thị B"),
    )
    document = Document(kind="letter", frame=frame, subject="kết quả", body=["Đạt 18 điểm."])
    return docx_bytes(document, base=base)


INPUTS = {
    "points": read_points,
    "counts": read_counts,
    "a response": read_portal,
    "a scored table": score_file,
    "an audited report": audit,
    "a checked document": check,
    "a spec": read_spec,
    "a framework": get_framework,
    "a base": written_on,
}


@pytest.mark.parametrize("use", INPUTS.values(), ids=INPUTS)
class TestEveryKindOfInput:
    def test_pipes_are_not_waited_for(self, tmp_path: Path, use: Callable[[Path], object]) -> None:
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(tmp_path / "pipe")
        self.refused(tmp_path / "pipe", use, "đây không phải là tệp thông thường")

    def test_folders_are_no_files(self, tmp_path: Path, use: Callable[[Path], object]) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        if use is audit:  # of a folder it reads all documents
            with pytest.raises(InvalidRecordError, match="has no document"):
                use(folder)
            return
        none = "thư mục không có tệp .json nào" if use in {read_counts, score_file} else ""
        self.refused(folder, use, none or "đây là thư mục, không phải tệp")

    def test_devices_are_no_files(self, use: Callable[[Path], object], tmp_path: Path) -> None:
        link = tmp_path / "endless"
        link.symlink_to("/dev/zero")
        if link.exists():
            self.refused(link, use, "đây không phải là tệp thông thường")

    def test_names_that_the_system_does_not_take(
        self, use: Callable[[Path], object], tmp_path: Path
    ) -> None:
        self.refused(tmp_path / ("a" * 5_000), use, "tên tệp quá dài")
        self.refused(tmp_path / "a\0", use, "tên tệp có ký tự NUL")

    @staticmethod
    def refused(path: Path, use: Callable[[Path], object], reason: str) -> None:
        with pytest.raises(Vn766Error) as caught:
            use(path)
        (problem,) = caught.value.problems
        assert problem.code is ProblemCode.FILE_UNREADABLE
        assert f"({reason})" in problem.text("vi")[0]


class Drops(io.RawIOBase):
    """A stream that hands over one byte at a time, as pipes and sockets may."""

    name = "drops.txt"

    def __init__(self, content: bytes) -> None:
        self.left = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # all that is needed
        part, self.left = self.left[:1], self.left[1:]
        buffer[: len(part)] = part
        return len(part)


class TestStreams:
    def test_they_are_read_to_their_end(self) -> None:
        assert read(Drops(b"87,09/100")) == Named("drops.txt", b"87,09/100")  # type: ignore[arg-type]

    def test_they_are_read_no_further_than_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "BYTES", 3)
        stream = Drops(b"87,09/100")
        with pytest.raises(Vn766Error):
            read(stream)  # type: ignore[arg-type] # raw streams have no type of their own
        assert stream.left == b"9/100"

    def test_named_bytes_keep_their_name(self) -> None:
        assert audit(Named("t6.txt", b"31/6/2023")).file == "t6.txt"
        assert read(b"a").name == "document"


def workbook(sheets: int) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for number in range(sheets):
        sheet = book.add_worksheet(f"S{number}")
        sheet.write_row(0, 0, ["Tên đơn vị", "CKMB"])
        sheet.write_row(1, 0, ["UBND xã A", 18])
    book.close()
    return stream.getvalue()


class TestLimitsInTotal:
    """Many small tables are no way around a limit."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("t.xlsx", workbook(2)),
            ("t.html", b"<html>" + 2 * b"<table><tr><td>a<td>b<tr><td>c<td>d</table>"),
            ("t.txt", b"|a|b|\n|c|d|\n\ntext\n\n|a|b|\n|c|d|\n"),
        ],
    )
    @pytest.mark.parametrize(("limit", "most"), [("CELLS", 8), ("ROWS", 4)])
    def test_tables(
        self, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, limit: str, most: int
    ) -> None:
        monkeypatch.setattr(limits, limit, most)
        audit(Named(name, content))
        monkeypatch.setattr(limits, limit, most - 1)
        with pytest.raises(Vn766Error) as caught:
            audit(Named(name, content))
        assert [it.code for it in caught.value.problems] == ["table-too-large"]


class TestPlace:
    def test_it_says_only_what_it_knows(self) -> None:
        assert str(Place()) == "the whole document"
        assert Place(file="a.docx", part="header", paragraph=2).text("vi") == (
            "a.docx, đầu trang, đoạn 2"
        )
        assert Place(file="a.csv", row=3).to_dict() == {"file": "a.csv", "row": 3}
