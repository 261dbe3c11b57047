"""Engines that score tables beyond memory: DuckDB, Polars, Spark.

Each reads one file and writes one Parquet file. What lies between is `vn766.tables`.
"""

# What the engines return has no types that a type checker could use.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, Self, TypeAlias

from narwhals.exceptions import NarwhalsError

from vn766.errors import MissingExtraError, MissingLibraryError, ProblemCode, Vn766Error, Word
from vn766.files import beginning, legible, limits, name_of, refusal
from vn766.lazy import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path, PurePath

EngineName: TypeAlias = Literal["duckdb", "polars", "spark"]

TITLES: Final[dict[EngineName, str]] = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}

_MEMORY: Final = "896MiB"
"""The memory that DuckDB fills before it writes to its temporary folder."""
_THREADS: Final = 4
"""More would each have too little of the memory to work with."""
_SPECIAL: Final = regex(r"[*?\[\]{}\\]")
"""Signs of patterns in names of files."""
_UNKNOWN: Final = Word("a failure of its own")
_REASONS: Final = {
    "memory": Word("too little memory"),
    "space": Word("no room on the disk"),
    "csv": Word("a line of another form than the others"),
}
"""Why an engine fails, by a word in what it says, which is English only."""
_INTERRUPTED: Final = "Query interrupted"
"""The words of DuckDB for Ctrl-C."""


class Engine(Protocol):
    """A program that reads one file and writes one; its tables are such as Narwhals knows.

    Columns are called by their places (`plain_names`) from reading to writing: files name them
    in ways that engines take for something else.
    """

    @property
    def errors(self) -> tuple[type[BaseException], ...]:
        """The exceptions that it raises about files and the machine."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def read_parquet(self) -> tuple[Any, list[str]]:
        """Return the table of a Parquet file, and the names that its columns have there."""
        ...

    def read_csv(self, columns: int, delimiter: str) -> Any:
        """Return the table of a CSV file below one row of heads, all cells as texts."""
        ...

    def write(self, table: Any, target: Path) -> None:
        """Write a table as one Parquet file."""
        ...


class Source(NamedTuple):
    """The file that an engine may read, and the folder that it may write to."""

    file: Path
    folder: Path


def plain_names(number: int) -> list[str]:
    """Return what columns are called by their places."""
    return [f"c{at}" for at in range(number)]


@contextmanager
def open_engine(name: EngineName, file: Path, folder: Path) -> Generator[Engine]:
    """Open an engine for one file; what it refuses is refused in our words.

    Args:
        name: which one.
        file: the only file that it is to read.
        folder: an empty folder on the disk that the result goes to; what does not fit into
            memory is put there, too.

    Raises:
        MissingExtraError, MissingLibraryError: if the engine is not installed.
        InvalidRecordError: if the file or the machine is not fit for it.
    """
    engine = _ENGINES[name](Source(_plain(file, folder), folder))
    try:
        with engine:
            yield engine
    except Vn766Error:
        raise
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from None
    except engine.errors as error:
        said = str(error).lower()
        reason = next((word for part, word in _REASONS.items() if part in said), _UNKNOWN)
        code, engine_title = ProblemCode.ENGINE_FAILED, TITLES[name]
        raise refusal(code, name_of(file), engine=engine_title, reason=reason) from error


def _plain(file: Path, folder: Path) -> Path:
    """Return the path of `file`, or of a link to it that every engine takes for one file."""
    path = file.resolve()
    if not is_pattern(path) and legible(str(path)) == str(path):
        return path
    link = folder / "input"
    try:
        link.symlink_to(path)
    except OSError:  # Windows lets few users do that
        shutil.copyfile(path, link)
    return link


def is_pattern(path: PurePath) -> bool:
    """Whether an engine could take a path for a pattern of several.

    Example:
        >>> from pathlib import PureWindowsPath
        >>> is_pattern(PureWindowsPath("C:/a[1].parquet")), is_pattern(PureWindowsPath("C:/a.csv"))
        (True, False)
    """
    # With slashes: those of Windows are signs of a pattern elsewhere.
    return _SPECIAL.search(path.as_posix()) is not None


class _DuckDB:
    """DuckDB in this process, closed off from the network and from all other files."""

    def __init__(self, source: Source) -> None:
        try:
            import duckdb
        except ModuleNotFoundError as error:
            extra = "duckdb"
            raise MissingExtraError(extra) from error
        self.errors = (duckdb.Error, NarwhalsError)
        self._duckdb = duckdb
        self._source = source

    def __enter__(self) -> Self:
        config: dict[str, Any] = {
            "memory_limit": _MEMORY,
            "threads": min(_THREADS, os.cpu_count() or 1),
            "temp_directory": str(self._source.folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
        self._connection = self._duckdb.connect(config=config)
        file, folder = (str(path).replace("'", "''") for path in self._source)
        self._connection.execute(f"SET allowed_paths = ['{file}']")
        self._connection.execute(f"SET allowed_directories = ['{folder}']")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def read_parquet(self) -> tuple[Any, list[str]]:
        path = str(self._source.file)
        relation = self._connection.read_parquet(path, hive_partitioning=False)
        names = list(relation.columns)
        places = enumerate(plain_names(len(names)), 1)
        return relation.project(", ".join(f"#{at} AS {name}" for at, name in places)), names

    def read_csv(self, columns: int, delimiter: str) -> Any:
        # Nothing is left to DuckDB's own guesses: "18,72" and "0018" are texts. It pads short lines
        # beside quoted line ends only where it reads alone; Parquet is then read many times faster.
        rows = self._connection.read_csv(
            str(self._source.file),
            columns=dict.fromkeys(plain_names(columns), "VARCHAR"),
            auto_detect=False,
            header=True,
            sep=delimiter,
            quotechar='"',
            escapechar='"',
            null_padding=True,
            parallel=False,
            hive_partitioning=False,
        )
        rows.write_parquet(copy := str(self._source.folder / "rows.parquet"))
        return self._connection.read_parquet(copy, hive_partitioning=False)

    def write(self, table: Any, target: Path) -> None:
        table.write_parquet(str(target))


class _Polars:
    """Lazy Polars; what it computes in pieces, and what at once, is its own affair."""

    def __init__(self, source: Source) -> None:
        try:
            import polars as pl
        except ModuleNotFoundError as error:
            library = "polars"
            raise MissingLibraryError(library) from error
        # What it cannot hold, such as a decimal of 76 digits, is a ValueError to it and to PyArrow.
        of_polars = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
        self.errors = (*of_polars, NarwhalsError, ValueError)
        self._polars = pl
        self._file = source.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_parquet(self) -> tuple[Any, list[str]]:
        frame = self._polars.scan_parquet(self._file, glob=False, hive_partitioning=False)
        names = frame.collect_schema().names()
        return frame.rename(dict(zip(names, plain_names(len(names)), strict=True))), names

    def read_csv(self, columns: int, delimiter: str) -> Any:
        rows = self._polars.scan_csv(
            self._file,
            schema=dict.fromkeys(plain_names(columns), self._polars.String),
            has_header=False,
            separator=delimiter,
            eol_char=_line_end(self._file),
            glob=False,
        )
        return rows.slice(1)  # the heads are read: by their cells Polars knows how many there are

    def write(self, table: Any, target: Path) -> None:
        table.sink_parquet(target)


def _line_end(file: Path) -> str:
    """Return what ends the lines of a file: Polars knows the carriage return only if told."""
    start = beginning(file, limits.MIB)
    return "\r" if b"\r" in start and b"\n" not in start else "\n"


class _Spark:
    """The session of Spark that runs already, or else one on this machine."""

    def __init__(self, source: Source) -> None:
        try:
            from py4j.protocol import Py4JError
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ModuleNotFoundError as error:
            library = "pyspark"
            raise MissingLibraryError(library) from error
        self.errors = (PySparkException, Py4JError, NarwhalsError)
        self._sessions = SparkSession
        self._file = str(source.file)
        self._folder = source.folder

    def __enter__(self) -> Self:
        self._is_ours = self._sessions.getActiveSession() is None
        quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        builder: Any = self._sessions.builder
        self._session: Any = builder.config(map=quiet).getOrCreate()
        if self._is_ours:
            self._session.sparkContext.setLogLevel("ERROR")
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_ours:
            self._session.stop()

    def read_parquet(self) -> tuple[Any, list[str]]:
        frame = self._session.read.parquet(self._file)
        names = list(frame.columns)
        return frame.toDF(*plain_names(len(names))), names

    def read_csv(self, columns: int, delimiter: str) -> Any:
        return self._session.read.csv(
            self._file,
            schema=", ".join(f"{name} string" for name in plain_names(columns)),
            sep=delimiter,
            header=True,
            escape='"',
            multiLine=True,
            mode="FAILFAST",
        )

    def write(self, table: Any, target: Path) -> None:
        parts = self._folder / "parts"
        table.coalesce(1).write.parquet(str(parts))
        (part,) = parts.glob("part-*.parquet")
        part.replace(target)


_ENGINES: Final[dict[EngineName, Callable[[Source], Engine]]] = {
    "duckdb": _DuckDB,
    "polars": _Polars,
    "spark": _Spark,
}
