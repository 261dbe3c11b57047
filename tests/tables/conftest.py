"""One table on every engine that `vn766.tables` is proven on."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from functools import partial

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

CONNECTION = duckdb.connect()
"""Held here: older relations do not keep the connection that they belong to."""


@contextmanager
def session():
    """Yield a session of Spark on this machine."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def spark():
    """The one session of a run: starting it takes longer than all that is done with it."""
    with session() as running:
        yield running


def on_pandas(table):
    return table.to_pandas()


def on_pandas_arrow(table):
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def on_polars(table):
    return pl.from_arrow(table)


def on_polars_lazy(table):
    return pl.from_arrow(table).lazy()


def on_pyarrow(table):
    return table


def on_duckdb(table):
    return duckdb.from_arrow(table, connection=CONNECTION)


IN_PROCESS = {
    "pandas": on_pandas,
    "pandas-arrow": on_pandas_arrow,
    "polars": on_polars,
    "polars-lazy": on_polars_lazy,
    "pyarrow": on_pyarrow,
    "duckdb": on_duckdb,
}


def on_spark(session, table):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kinds = [
            pa.int16() if field.type == pa.uint8() else field.type  # Spark has no unsigned ones
            for field in table.schema
        ]
        fields = zip(table.column_names, kinds, strict=True)
        return session.createDataFrame(table.cast(pa.schema(list(fields))))


@pytest.fixture(scope="session")
def in_process():
    """What brings a PyArrow table to each engine that runs in this process, by name."""
    return IN_PROCESS


@pytest.fixture(params=IN_PROCESS, scope="session")
def engine(request):
    """What brings a PyArrow table to an engine that runs in this process."""
    return IN_PROCESS[request.param]


@pytest.fixture(scope="session")
def spark_engine(spark):
    """What brings a PyArrow table to Spark."""
    return partial(on_spark, spark)


@pytest.fixture(scope="session")
def rows():
    """What returns the rows of a table of any engine as dicts of plain values."""
    return rows_of


def rows_of(native, *names):
    frame = nw.from_native(native)
    if isinstance(frame, nw.LazyFrame):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Spark
            frame = frame.collect("pyarrow")
    found = frame.to_arrow()
    return (found.select(list(names)) if names else found).to_pylist()
