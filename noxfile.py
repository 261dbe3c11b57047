"""Every check of the project: ``nox --list`` names them, ``nox -s lint typing`` runs some.

Nothing but Python and uv is needed. Each session installs what it uses into an environment of
its own, and none touches the lock file or the environment that ``uv run`` keeps.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
SCORE_ONE = """\
import vn766.score as s
result = s.score_points({"CKMB": 18, "TDGQ": "18,72", "CLGQ": "7,93", "TTTT": "7,36",
                         "MDHL": 18, "MDSH": "17,08"})
print(result.total, result.band.label)
"""

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv"
nox.options.error_on_external_run = True
nox.options.download_python = "never"  # a Python that is not here is skipped
nox.options.sessions = [
    *(f"tests-{python}" for python in PYTHONS if python == RUNNING),
    *("core", "lint", "typing", "docs", "notebooks", "build", "downstream"),
]

if "UV" not in os.environ and shutil.which("uv") is None and (ROOT / ".uv/bin/uv").exists():
    # The README installs uv here; nox looks for it on the path.
    os.environ["PATH"] = f"{ROOT / '.uv/bin'}{os.pathsep}{os.environ['PATH']}"


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The whole suite with every extra, and 100 % of the branches."""
    session.install("-e.[all]", "--group=dev", "--group=engines", "--group=spark")
    session.run("pytest", "-n", "auto", "--cov", "--cov-report=term", *session.posargs)


@nox.session
def core(session: nox.Session) -> None:
    """The suite without our extras, and one record scored with nothing but the base."""
    session.install(".")
    session.run("python", "-W", "error", "-c", SCORE_ONE)
    session.install("-e.", "--group=core")
    # README and docs need Sybil, which the group leaves out.
    session.run("pytest", *(session.posargs or ["-n", "auto", "tests", "src"]))


@nox.session(python=PYTHONS[0])
def oldest(session: nox.Session) -> None:
    """The suite on the oldest Python with the lower bound of every dependency."""
    groups = ("--group=dev", "--group=engines", "--group=spark")
    session.install("-e.[all]", *groups, "--resolution=lowest-direct")
    session.run("uv", "pip", "list", external=True)
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff: rules and layout."""
    session.install("--group=lint")
    session.run("ruff", "check", "--output-format=concise", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def typing(session: nox.Session) -> None:
    """Both type checkers, as strict as they are."""
    session.install("-e.[all]", "--group=typing")
    session.run("mypy", *session.posargs)
    session.run("pyright")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation: every warning and dead reference an error, every public name there."""
    session.install("-e.[all]", "--group=docs", "--group=core")
    session.run(
        "sphinx-build", "-W", "--keep-going", "-n", "-q", "docs", "docs/_build", *session.posargs
    )
    session.run("pytest", "tests/project/test_reference.py")


@nox.session
def notebooks(session: nox.Session) -> None:
    """The notebooks run afresh and say what they said; `nox -s notebooks -- write` writes them."""
    session.install("-e.[plot]", "--group=notebooks")
    session.run("python", "tests/notebooks/execute.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Wheel and sdist, checked as an index would, then the wheel used far from this folder.

    Built twice they have the same bytes; `nox -s build -- FOLDER` also leaves them in a folder.
    What they contain is checked by tests/project/test_distribution.py.
    """
    first = [path.read_bytes() for path in built(session)]
    sdist, wheel = built(session)
    if first != [sdist.read_bytes(), wheel.read_bytes()]:
        session.error("two builds of the same sources differ")
    for folder in session.posargs:
        Path(folder).mkdir(exist_ok=True)
        for path in (sdist, wheel):
            shutil.copy(path, folder)
    session.install("--group=build")
    session.run("twine", "check", "--strict", str(sdist), str(wheel))
    session.install("--reinstall-package=vn766", f"vn766[cli] @ {wheel.absolute().as_uri()}")
    with session.chdir(session.create_tmp()):
        session.run("python", "-W", "error", "-c", SCORE_ONE)
        session.run("vn766", "score", str(ROOT / "examples/provinces-2025.csv"), silent=True)


@nox.session
def visual(session: nox.Session) -> None:
    """Documents and workbooks, as LibreOffice lays them out: tests/visual says how."""
    session.install("-e.[all]", "--group=dev", "--group=engines")
    kept = Path(session.create_tmp()) / "pages"  # pictures to look at
    options = ("-s", "-o", "python_files=pages.py workbooks.py", f"--basetemp={kept}")
    session.run("pytest", *options, "tests/visual", *session.posargs)


@nox.session
def web(session: nox.Session) -> None:
    """The page: built, tried in Chromium, and the unit tests in its Python, on Node.

    Needs Node.js with npm, and Chromium. `nox -s web -- build` only writes `web/dist`,
    `nox -s web -- pictures` those of the documentation, `nox -s web -- start` measures.
    """
    session.install("-e.[cli,docx,pdf]", "--group=web")
    match session.posargs:
        case ["build"]:
            session.run("python", "web/build.py")
        case ["pictures" | "start" as script]:
            session.run("python", f"web/tests/{script}.py")
        case _:
            session.run("pytest", "web/tests", *session.posargs)
            session.run("python", "web/tests/in_node.py")


@nox.session
def downstream(session: nox.Session) -> None:
    """A project that depends on the wheel: its tests and types, far from our sources.

    The tools of its front end in TypeScript come by npm, on the Node.js that pyright brings along.
    """
    _, wheel = built(session)
    project = ROOT / "tests" / "downstream"
    uri = wheel.absolute().as_uri()
    session.install("--reinstall-package=vn766", f"vn766[cli,tables,testing] @ {uri}")
    tools = ("pytest>=8.3", "mypy>=1.15", "pyright[nodejs]>=1.1.400", "httpx2>=2.0")
    session.install(*tools, f"{project}[notebook]")
    typed = ROOT / "tests" / "typing" / "test_public_types.py"
    with session.chdir(project):
        session.run("python", "-W", "error", "-m", "pytest", "-p", "no:cacheprovider")
        folders = ("src", "tests", "notebooks")
        session.run("mypy", "--cache-dir", os.devnull, *folders, str(typed))
        session.run("pyright", "--pythonpath", str(Path(session.bin) / "python"))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Real files, changed at random: no reader raises an error that is not ours. Not for CI.

    `nox -s fuzz -- 100000` tries as many inputs for each reader; without a number, 2,000.
    """
    session.install("-e.[all]", "--group=dev")
    inputs = session.posargs[0] if session.posargs else "2000"
    options = ("-o", "python_files=fuzz.py", "-o", "filterwarnings=")
    session.run("pytest", *options, "tests/hostile/fuzz.py", env={"VN766_FUZZ": inputs})


@nox.session
def mutants(session: nox.Session) -> None:
    """Which faults in the arithmetic the tests would not notice. Takes an hour: not for CI.

    `nox -s mutants -- "vn766._engine.exact*"` runs some. What is left alive, and why, stands in
    benchmarks/mutants.md.
    """
    session.install("-e.[all]", "--group=core", "mutmut>=3.8")
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    session.env["HYPOTHESIS_PROFILE"] = "mutants"
    # mutmut forks, and so runs where `nice` is, too.
    command = ("nice", "-n", "19", "mutmut", "run", "--max-children", "2")
    session.run(*command, *session.posargs, external=True)
    session.run("mutmut", "results")


def built(session: nox.Session) -> tuple[Path, Path]:
    """Build sdist and wheel, and return where they are."""
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("uv", "build", "--quiet", "--out-dir", str(dist), external=True)
    sdist, wheel = sorted(dist.glob("vn766-*"), key=lambda path: path.suffix)
    return sdist, wheel


@nox.session
def bench(session: nox.Session) -> None:
    """The benchmarks, each with the bound it must keep; those after one that is over run, too."""
    session.install("-e.[all]", "--group=bench")
    over = []
    for path in sorted((ROOT / "benchmarks").glob("bench_*.py")):
        try:
            session.run("python", str(path))
        except CommandFailed:
            over.append(path.name)
    if over:
        session.error("over a bound:", *over)
