"""What the command writes, and what it prints: nothing of others is lost, nothing commands."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import pytest

import vn766.__main__ as door
from vn766 import cli
from vn766.cli import endings
from vn766.cli.files import working_folder
from vn766.cli.terminal import clean, escaped
from vn766.files import write_file
from vn766.nd30.writer import write_docx

posix = pytest.mark.skipif(sys.platform == "win32", reason="names, links and signals of POSIX")
HEADS = "Mã;Tên đơn vị;CKMB;TDGQ;CLGQ;TTTT;MDHL;MDSH\n"
GOOD = HEADS + "H01.02;UBND xã A;17;18;7;7;18;17\n"


def environment(**more):
    """Return the environment without what would measure the coverage of other processes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return kept | more


def command(*args, cwd, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    env = environment(**options.pop("env", {}))
    return subprocess.run(
        [sys.executable, "-m", "vn766", *args], cwd=cwd, env=env, check=False, **options
    )


@pytest.fixture
def table(tmp_path):
    (tmp_path / "t.csv").write_text(GOOD, "utf-8")
    return tmp_path


class TestRaces:
    """Without ``--force`` a name is taken in one step, or not at all."""

    @pytest.mark.parametrize("links", ["links", "refused", "unknown"])
    def test_who_comes_second_is_refused(self, tmp_path, monkeypatch, links):
        def refuse(*_):
            raise OSError(errno.EPERM, "no hard links")

        if links == "refused":
            monkeypatch.setattr(os, "link", refuse)
        elif links == "unknown":  # as in a browser
            monkeypatch.delattr(os, "link", raising=False)
        path = tmp_path / "o.csv"
        write_file(path, b"first", force=False)
        with pytest.raises(FileExistsError) as caught:
            write_file(path, b"second", force=False)
        assert caught.value.filename == str(path)
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"first"]

    def test_what_comes_while_a_table_is_computed_is_kept(self, table, monkeypatch, run):
        target = table / "o.csv"

        def write_meanwhile(*_):
            target.write_bytes(b"mine")
            return b"ours"

        monkeypatch.setitem(sys.modules["vn766.show.files"].WRITERS, ".csv", write_meanwhile)
        done = run("score", "t.csv", "-o", "o.csv")
        assert (done.exit_code, target.read_bytes()) == (2, b"mine")
        assert "o.csv đã tồn tại" in done.stderr

    @posix
    def test_a_link_that_leads_nowhere_is_a_file(self, tmp_path):
        (tmp_path / "o.csv").symlink_to("gone.csv")
        with pytest.raises(FileExistsError):
            write_file(tmp_path / "o.csv", b"x", force=False)
        assert not (tmp_path / "gone.csv").exists()


class TestWhatIsNeverReplaced:
    @posix
    @pytest.mark.parametrize("force", [False, True])
    def test_pipes(self, table, run, force):
        os.mkfifo(table / "o.csv")
        done = run("score", "t.csv", "-o", "o.csv", *(["--force"] if force else []))
        assert (done.exit_code, "không phải là tệp thông thường" in done.stderr) == (2, True)
        assert stat.S_ISFIFO((table / "o.csv").stat().st_mode)
        with pytest.raises(FileExistsError):
            write_file(table / "o.csv", b"x", force=force)

    def test_files_in_an_input_folder(self, table, run):
        folder = table / "saved"
        folder.mkdir()
        (folder / "a.json").write_text("[]", "utf-8")
        done = run("score", "saved", "-o", "saved/a.json", "--force")
        assert (done.exit_code, (folder / "a.json").read_text("utf-8")) == (2, "[]")
        assert "là tệp số liệu đầu vào" in done.stderr

    @pytest.mark.parametrize("name", ["base.docx", "data.csv"])
    def test_the_base_and_the_data_of_a_spec(self, tmp_path, run, name):
        spec = (
            'document = "monthly-letter"\nbase = "base.docx"\n[result]\nfile = "data.csv"\n'
            '[frame]\nsymbol = "A"\nplace = "A"\ncalled = "A"\nissuer = "A"\nrecipients = "A"\n'
            '[frame.signature]\nlines = "A"\n'
        )
        (tmp_path / "s.toml").write_text(spec, "utf-8")
        target = tmp_path / Path(name).with_suffix(".docx")
        target.write_bytes(b"mine")
        if target.name != name:
            (tmp_path / name).symlink_to(target)
        done = run("report", "s.toml", "-o", target.name, "--force")
        assert (done.exit_code, target.read_bytes()) == (2, b"mine")
        assert "là tệp số liệu đầu vào" in done.stderr

    def test_a_document_is_written_in_one_step(self, tmp_path, monkeypatch):
        path = tmp_path / "a.docx"
        path.write_bytes(b"old")
        monkeypatch.setattr("vn766.nd30.writer.docx_bytes", lambda *_, **__: b"new")

        def interrupt(*_):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", interrupt)
            with pytest.raises(KeyboardInterrupt):
                write_docx(None, path)
        assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]
        write_docx(None, path)
        assert path.read_bytes() == b"new"


class TestSystem:
    @posix
    def test_an_error_of_the_disk_names_the_file(self, tmp_path, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left") as caught:
            write_file(tmp_path / "o.csv", b"x", force=True)
        assert caught.value.filename == str(tmp_path / "o.csv")
        assert list(tmp_path.iterdir()) == []

    @posix
    def test_a_folder_that_nobody_may_write_into(self, tmp_path, monkeypatch):
        def refuse(*_):
            raise OSError(errno.EROFS, "Read-only file system")

        monkeypatch.setattr(os, "mkdir", refuse)
        with pytest.raises(OSError, match="Read-only") as caught:
            working_folder(tmp_path / "o.csv")
        assert caught.value.filename == str(tmp_path / "o.csv")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
    @pytest.mark.parametrize("args", [["--help"], ["--version"], ["score", "t.csv", "--json"]])
    def test_a_full_device_as_output(self, table, args):
        with Path("/dev/full").open("wb") as full:
            done = command(*args, cwd=table, stdout=full)
        said = done.stderr.decode()
        assert done.returncode == 2
        assert said.startswith("Không ghi được stdout: ")
        assert "Traceback" not in said

    @posix
    def test_a_closed_output(self, table):
        done = command("score", "t.csv", cwd=table, preexec_fn=lambda: os.close(1), stdout=None)
        assert (done.returncode, b"Traceback" in done.stderr) == (2, False)

    @pytest.mark.parametrize("columns", ["0", "1", "2", "5", "20"])
    @pytest.mark.usefixtures("table")
    def test_a_terminal_of_no_width(self, run, monkeypatch, columns):
        monkeypatch.setenv("COLUMNS", columns)
        for args in (["explain", "t.csv"], ["score", "t.csv"], ["framework", "show", "qd766"]):
            assert run(*args).exit_code == 0, args

    def test_a_signal_ends_the_program_as_shells_expect(self, monkeypatch):
        with pytest.raises(SystemExit) as ended:
            door.end_by_signal(signal.SIGTERM, None)
        assert ended.value.code == 128 + signal.SIGTERM
        monkeypatch.setattr(endings, "_abandon_streams", lambda: None)
        with pytest.raises(SystemExit) as ended, endings.ending("vi"):
            raise KeyboardInterrupt
        assert ended.value.code == 128 + signal.SIGINT

    def test_the_signal_counts_whatever_an_engine_makes_of_it(self, monkeypatch):
        def interrupted():
            with suppress(SystemExit):
                door.end_by_signal(signal.SIGTERM, None)
            raise KeyboardInterrupt

        monkeypatch.setattr(cli, "vn766", interrupted)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        monkeypatch.setattr(endings, "_abandon_streams", lambda: None)
        with pytest.raises(SystemExit) as ended:
            door.main()
        assert ended.value.code == 128 + signal.SIGTERM

    @posix
    @pytest.mark.parametrize(
        ("before", "after"),
        [(signal.SIG_IGN, signal.SIG_IGN), (signal.SIG_DFL, door.end_by_signal)],
    )
    def test_a_signal_that_is_ignored_stays_ignored(self, monkeypatch, before, after):
        kept = {
            number: signal.getsignal(number)
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
        }
        monkeypatch.setattr(sys, "argv", ["vn766", "--version"])
        try:
            for number in kept:
                signal.signal(number, before)
            with pytest.raises(SystemExit):
                door.main()
            assert {signal.getsignal(number) for number in kept} == {after}
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)

    @posix
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
    @pytest.mark.parametrize("forgotten", [False, True])  # as DuckDB forgets what stopped it
    def test_a_signal_leaves_nothing_behind(self, tmp_path, number, forgotten):
        ready = tmp_path / "ready"
        code = (
            "import signal, sys, time\nfrom pathlib import Path\nimport vn766.__main__ as door\n"
            # Where the tests run without a terminal it may be ignored, and the command obeys that.
            f"signal.signal({int(number)}, signal.SIG_DFL)\n"
            "import vn766.cli\nfrom vn766.cli.files import working_folder\n"
            "def wait():\n"
            "    with working_folder(Path('o.csv')) as folder:\n"
            "        Path(folder, 'half').write_bytes(b'half')\n"
            "        Path('ready').touch()\n"
            "        try:\n"
            "            time.sleep(60)\n"
            "        except SystemExit:\n"
            f"            raise {'KeyboardInterrupt' if forgotten else ''}\n"
            "vn766.cli.vn766 = wait\ndoor.main()\n"
        )
        process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment())
        while not ready.exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait(30) == 128 + number
        assert list(tmp_path.iterdir()) == [ready]


class TestNames:
    """Names that are not UTF-8, such as those of ZIP files from old Windows."""

    @posix
    @pytest.mark.parametrize(
        "args",
        [
            ["score", "{csv}", "--json"],
            ["score", "{csv}", "-o", "o.xlsx"],
            ["score", "{csv}", "-o", "o.json"],
            ["score", "{csv}", "--engine", "polars"],
            ["score", "{csv}", "--engine", "duckdb"],
            ["score", "{csv}", "-o", "{csv}.json", "--json"],
            ["explain", "{csv}", "--json"],
            ["audit", "{txt}", "--sarif"],
            ["audit", "{txt}", "--claims", "o.csv"],
            ["audit", ".", "--json"],
            ["check", "{txt}", "--json"],
            ["framework", "lint", "{txt}", "--json"],
        ],
        ids=" ".join,
    )
    def test_they_are_told_in_utf8(self, tmp_path, run, args):
        names = {"csv": os.fsdecode(b"b\xe1o.csv"), "txt": os.fsdecode(b"b\xe1o.txt")}
        try:
            (tmp_path / names["csv"]).write_text(GOOD, "utf-8")
        except OSError:
            pytest.skip("this disk takes names in UTF-8 only")
        (tmp_path / names["txt"]).write_text("Tổng điểm 187,09/100 điểm.", "utf-8")
        done = run(*(each.format(**names) for each in args))
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert done.exit_code in {0, 1, 2}
        told = unquote(done.stdout_bytes.decode("utf-8") + done.stderr_bytes.decode("utf-8"))
        assert "b�o" in told or args[-1] == "o.csv"
        if args[-1] in {"--json", "--sarif"}:
            json.loads(done.stdout)

    @pytest.mark.usefixtures("table")
    def test_texts_of_options_are_refused(self, run):
        done = run("score", "t.csv", "--pool", "x\udce1", "--json")
        assert done.exit_code == 2
        (problem,) = json.loads(done.stdout)["problems"]
        assert problem["message"] == "Giá trị của --pool không phải là văn bản UTF-8."


class TestTerminal:
    """What is not shown cannot command a terminal, nor turn figures round."""

    UNSEEN = "\x1b\x7f\x85\x9b\x9d\x9c\u200b\u200f\u202e\u2028\u2029\u2067\ufeff\U000e0041\udcff"

    def test_in_texts(self):
        assert clean(self.UNSEEN) == "�" * len(self.UNSEEN)
        assert clean("Hà\u200dNội \u200c") == "Hà\u200dNội \u200c"

    def test_in_json(self):
        text = json.dumps({"UBND xã A": self.UNSEEN}, ensure_ascii=False, indent=1)
        shown = escaped(text)
        assert not set(self.UNSEEN) & set(shown)
        assert json.loads(shown) == {"UBND xã A": self.UNSEEN.replace("\udcff", "�")}
        assert escaped(json.dumps("Hà Nội", ensure_ascii=False)) == '"Hà Nội"'
