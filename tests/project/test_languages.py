"""A language is a set of texts and nothing else: one that nobody speaks is added, and spoken."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, get_args
from zipfile import ZipFile

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docx import Document

from vn766.cli import vn766
from vn766.errors import ProblemCode
from vn766.nd30 import VerdictStatus
from vn766.schemas.types import SuiteName

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "vn766"
EXAMPLES = ROOT / "examples"
LANGUAGE = "qx"
LETTER = "ж"  # for every letter of every text: whoever said other letters was no text
WRITING = {
    "decimal_mark": "·",
    "group_mark": "˙",
    "count_mark": "˙",
    "list_mark": " ¦ ",
    "cell_mark": "¦",
    "moment": "%Y",
}
RUN = """
import json, sys
from click.testing import CliRunner
from matplotlib.figure import Figure
from matplotlib.text import Text
from vn766 import advise, compare, plot, rank_units, score_points
from vn766.score import score_counts
from vn766.audit import audit
from vn766.cli import vn766
from vn766.errors import ProblemCode
from vn766.nd30 import VerdictStatus
from vn766.cli.words import translate_click
from vn766.errors import MissingExtraError
from vn766.show.html import html

commands, language = json.load(sys.stdin)
translate_click()
shown = {}
for arguments in commands:
    done = CliRunner().invoke(vn766, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    shown[" ".join(arguments)] = done.output
units = [score_points({"CKMB": value, "TDGQ": "18,72"}) for value in (17, "18")]
whole = [score_points({"CKMB": 18, "TDGQ": value, "online": 20, "MDHL": 9, "MDSH": 20})
         for value in (19, 20)]
counts = score_counts({"5.4": (755, 1120), "2.1": (0, 0)})
both = compare.compare(*whole, same_basis=True)
rows = compare.compare(*(rank_units([one], pool="?") for one in whole), same_basis=True)
values = [*units, counts, counts.explain(), counts.framework, rank_units(units), both, rows]
shown |= {type(value).__name__: html(value, language) for value in values}
shown["audit of notice.txt in a notebook"] = audit("notice.txt").to_html(language=language)
shown["extra"] = MissingExtraError("docx").line(language)
pictures = [plot.unit(units[0], ax=Figure().subplots(), language=language),
            plot.ranking(rank_units(units + whole), ax=Figure().subplots(), language=language),
            plot.comparison(both, ax=Figure().subplots(), language=language)]
for picture in pictures:
    written = [text.get_text() for text in picture.findobj(Text)]
    shown[written[0]] = " ".join(written)
json.dump(shown, sys.stdout)
"""
NOTICE = """\
UBND XÃ A
Kết quả tháng 6 năm 2026: tổng điểm đạt 87,09/100 điểm, xếp loại Xuất sắc, xếp thứ 05/65.
Công khai, minh bạch 18,9/18 điểm (đạt 99%). Ngày 31/6/2026. Tiến độ giải quyết 18.72/20 điểm.
"""
OTHER = """\
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập, tự do, hạnh phúc
ỦY BAN NHÂN DÂN XÃ A
Số 5/BC
Xã A, ngày 5 tháng 07 năm 2026
BÁO CÁO
Kết quả tháng 6
Ủy ban nhân dân xã A báo cáo kết quả.
Điều 2. Thực hiện.
Nơi nhận:
Như trên
CHỦ TỊCH
TS. Nguyễn Văn A
Phụ lục 3
"""
BROKEN = "Mã định danh;Tên đơn vị;CKMB (18);TDGQ (20)\nH01.02;UBND xã A;19;abc\n;;1;2\n"


def spoken(text: str) -> str:
    """Return a text in the language that nobody speaks; names in braces stay."""
    parts = []
    for said, name, _, conversion in Formatter().parse(text):
        parts.append(re.sub(r"(%\(\w+\)s)|[^\W\d_]", lambda found: found[1] or LETTER, said))
        parts.append("" if name is None else f"{{{name}{'!r' if conversion else ''}}}")
    return "".join(parts)


def texts_of(table: dict[str, Any], *path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a catalogue with its head in the file."""
    said = {name: text for name, text in table.items() if isinstance(text, str)}
    if said:
        yield (
            ".".join(
                name if re.fullmatch("[A-Za-z0-9_-]+", name) else f'"{name}"' for name in path
            ),
            said,
        )
    for name in table.keys() - said.keys():
        yield from texts_of(table[name], *path, name)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package in which the files of one more language are the only change."""
    copy = tmp_path_factory.mktemp("package")
    shutil.copytree(PACKAGE, copy / "vn766", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (copy / "vn766/texts").glob("*.toml"):
        lines = []
        for head, said in texts_of(tomllib.loads(file.read_text("utf-8"))):
            lines.append(f"[{head}]")
            extra = {LANGUAGE: spoken(said["vi"])} if "vi" in said else {}
            lines += [f"{name} = {json.dumps(text)}" for name, text in (said | extra).items()]
        if file.stem == "languages":
            lines += [f"[{LANGUAGE}]", *(f'{name} = "{mark}"' for name, mark in WRITING.items())]
        file.write_text("\n".join(lines), "utf-8")
    words = copy / f"vn766/cli/locale/{LANGUAGE}/LC_MESSAGES/vn766.mo"
    words.parent.mkdir(parents=True)
    with (PACKAGE / "cli/locale/vi/LC_MESSAGES/vn766.po").open("rb") as source:
        catalogue = read_po(source)
    for message in catalogue:
        if message.id:
            message.string = spoken(str(message.string))
    with words.open("wb") as target:
        write_mo(target, catalogue)
    return copy


COMMANDS = [
    ["--help"],
    *([name, "--help"] for name in vn766.list_commands(click.Context(vn766))),
    ["framework", "show", "--help"],
    ["--version"],
    ["score", "--nothing"],
    ["score", f"{EXAMPLES}/provinces-2025.csv"],
    ["score", f"{EXAMPLES}/counts-2026-09.csv", "--within", "?"],
    ["score", f"{EXAMPLES}/provinces-2025.csv", "--engine", "duckdb"],
    ["score", f"{EXAMPLES}/provinces-2025.csv", "-o", "ranking.csv"],
    ["score", "broken.csv"],
    ["score", "broken.csv", "--keep-going"],
    ["score", "absent.csv"],
    ["explain", f"{EXAMPLES}/counts-2026-09.csv", "--unit", "H99.101"],
    ["explain", f"{EXAMPLES}/provinces-2025.csv"],
    ["advise", f"{EXAMPLES}/counts-2026-09.csv", "--unit", "H99.101"],
    ["advise", f"{EXAMPLES}/counts-2026-09.csv", "--unit", "H99.101", "--reach", "87"],
    ["advise", f"{EXAMPLES}/counts-2026-09.csv", "--unit", "H99.101", "--reach", "99"],
    ["advise", f"{EXAMPLES}/counts-2026-09.csv", "--margins"],
    ["advise", f"{EXAMPLES}/counts-2026-09.csv", "--unit", "H99.101", "--what-if", "2.1=9/10"],
    ["cases"],
    ["compare", f"{EXAMPLES}/communes-2026-08.csv", f"{EXAMPLES}/communes-2026-09.csv"],
    ["compare", *(f"{EXAMPLES}/communes-2026-0{month}.csv" for month in (8, 9)), "--same-basis"],
    ["framework", "list"],
    ["framework", "show", "portal-2026"],
    ["framework", "lint", "broken.toml"],
    ["audit", "notice.txt"],
    ["check", "notice.txt"],
    ["report", "broken.csv", "-o", "x.docx"],
    ["report", f"{EXAMPLES}/documents/cong-khai-xa.toml", "-o", "written.docx"],
    ["check", "written.docx", "--all"],
    ["check", "other.docx"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "notice.txt").write_text(NOTICE, "utf-8")
    (folder / "broken.csv").write_text(BROKEN, "utf-8")
    edition = (PACKAGE / "framework/editions/qd766.toml").read_text("utf-8")
    (folder / "broken.toml").write_text(
        edition.replace("max_points = 18", "max_points = -1"), "utf-8"
    )
    document = Document()
    for line in OTHER.splitlines():
        document.add_paragraph().add_run(line).bold = True
    document.save(str(folder / "other.docx"))
    return folder


@pytest.fixture(scope="module")
def shown(package: Path, folder: Path) -> dict[str, str]:
    """Return what the command and the library say in the added language."""
    added = {
        "PYTHONPATH": str(package),
        "VN766_LANG": LANGUAGE,
        "COLUMNS": "400",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([COMMANDS, LANGUAGE]),
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        # The copy is not the package that is measured.
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")}
        | added,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, str] = json.loads(done.stdout)
    return said


def words_in(text: str) -> set[str]:
    """Return the words of a text in other letters; single ones are those of cells and options."""
    return set(re.findall(r"[^\W\d_]{2,}", text.replace(LETTER, " ")))


def typed(command: click.Command) -> Iterator[str]:
    """Yield what is typed on the command line: names of commands, options, arguments, choices."""
    yield command.name or ""
    for parameter in command.get_params(click.Context(command)):
        yield from (*parameter.opts, parameter.make_metavar(click.Context(command)))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from typed(inner)


# The law, what is typed, codes; placeholders of click, an engine, what a file says of itself.
NAMES = words_in(
    " ".join(
        [
            *(path.read_text("utf-8") for path in PACKAGE.glob("framework/**/*.toml")),
            (PACKAGE / "nd30/decree.toml").read_text("utf-8"),
            *typed(vn766),
            *ProblemCode,
            *VerdictStatus,
            *get_args(SuiteName),
            f"OPTIONS COMMAND ARGS DuckDB Cambria en-US {LANGUAGE}",
        ]
    )
)


def test_every_word_is_of_the_new_language_or_a_name_or_quoted(
    shown: dict[str, str], folder: Path
) -> None:
    quotes = {path.name: path.read_text("utf-8") for path in EXAMPLES.rglob("*.csv")}
    quotes |= {path.name: path.read_text("utf-8") for path in folder.glob("*.[ct][sx][vt]")}
    for path in folder.glob("*.docx"):
        with ZipFile(path) as parts:
            quotes[path.name] = parts.read("word/document.xml").decode()
    left = {}
    for command, text in shown.items():
        read = " ".join(quoted for name, quoted in quotes.items() if name in command)
        said = re.sub(r"<[^>]*>|\b[0-9a-f]{8}\b", " ", text)
        words = words_in(said) - NAMES - words_in(command) - words_in(read)
        if words:
            left[command] = words
    assert left == {}
    assert all(LETTER in text for text in shown.values())


def test_marks_are_those_of_the_language(shown: dict[str, str], folder: Path) -> None:
    command = f"score {EXAMPLES}/provinces-2025.csv"
    assert "91·64" in shown[command]
    assert "15·64" in (folder / "ranking.csv").read_text("utf-8-sig").splitlines()[1].split('"¦"')
    assert "1˙046 ÷ 1˙184" in shown[f"explain {EXAMPLES}/counts-2026-09.csv --unit H99.101"]
