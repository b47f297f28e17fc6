"""Spark, on this machine or on a cluster, behind Ibis."""

from __future__ import annotations

import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis
from pyspark import SparkContext
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from dafeng.lake.engine import Engine, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from ibis.expr.types import Table

SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # An amount that does not fit is an error, as on DuckDB, and never wraps around.
    "spark.sql.ansi.enabled": "true",
}
HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
PATIENCE_SECONDS = 20


class SparkEngine(Engine):
    """A Spark session; one at a time in a process."""

    def __init__(self, *, master: str, memory: str, folder: Path | None) -> None:
        super().__init__(folder)
        settings = {
            **SETTINGS,
            "spark.driver.memory": memory.lower().removesuffix("b"),
            "spark.local.dir": str(self.scratch),
            "spark.sql.warehouse.dir": str(self.scratch / "warehouse"),
            "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={self.scratch}",
        }
        if master.startswith("local"):
            settings |= {**HERE, "spark.sql.shuffle.partitions": "2"}
        builder: Any = SparkSession.builder.master(master).appName("dafeng")
        for name, value in settings.items():
            builder = builder.config(name, value)
        with _spark_beside_pandas():
            self._session: Any = builder.getOrCreate()
            self._connection: Any = ibis.pyspark.connect(self._session)
        if master.startswith("local"):
            # Else the first Python of the path, which may have no dafeng.
            self._session.sparkContext.pythonExec = sys.executable

    def _computed(self, expression: Table) -> pa.Table:
        # Ibis would go through pandas, where an integer with gaps becomes a float.
        statement = self._connection.compile(expression)
        return self._session.sql(statement).toArrow()

    def each_group(
        self, rows: Table, by: str, turn: Turn, schema: pa.Schema
    ) -> pa.Table:
        """Turn each group where its rows are."""
        frame = self._session.sql(self._connection.compile(rows))
        kinds = from_arrow_schema(schema)
        with _spark_beside_pandas():
            turned = frame.groupBy(by).applyInArrow(turn, kinds).toArrow()
        return turned.cast(schema)

    def close(self) -> None:
        """Stop the session and its Java, and remove the scratch folder."""
        gateway: Any = SparkContext._gateway  # noqa: SLF001 - stop() leaves Java running
        self._session.stop()
        if gateway is not None:
            SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
            gateway.shutdown()
            gateway.proc.stdin.close()
            gateway.proc.wait(PATIENCE_SECONDS)
        super().close()

    def _rows(self, rows: pa.Table, name: str) -> Table:
        self._session.createDataFrame(rows).createOrReplaceTempView(name)
        return self._connection.table(name)

    def _files(self, files: tuple[Path, ...], name: str) -> Table:
        # Partition columns stand in the files; given singly, no path is read as one.
        frame = self._session.read.option("mergeSchema", "true").parquet(
            *map(str, files)
        )
        frame.createOrReplaceTempView(name)
        return self._connection.table(name)


@contextmanager
def _spark_beside_pandas() -> Iterator[None]:
    """Spark warns of pandas 3, which nothing here goes through."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore",
            message="PySpark does not yet fully support pandas",
            category=FutureWarning,
        )
        yield
