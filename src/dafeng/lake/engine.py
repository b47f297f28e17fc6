"""Where set work runs: DuckDB in this process, or Spark. Written once, in Ibis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Self, TypeAlias
from weakref import finalize

import ibis
import pyarrow as pa

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from types import TracebackType

    from ibis.expr.types import Table

    from dafeng.lake.records import LakeFiles

LOCAL = ("spark", "local-cluster")
Turn: TypeAlias = Callable[[pa.Table], pa.Table]


class Engine(ABC):
    """Computes Ibis expressions; the same expression on every engine.

    Parameters
    ----------
    folder : Path or None
        Where it keeps what does not fit into memory; None is the system's place.
    """

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.scratch = Path(mkdtemp(prefix="dafeng-engine-", dir=folder))
        self._clean = finalize(self, rmtree, self.scratch, ignore_errors=True)

    def table(self, source: pa.Table | LakeFiles, name: str) -> Table:
        """Offer rows, or a version of a lake table, to expressions under a name.

        A column that joined the table later is missing in older files' rows.
        """
        if isinstance(source, pa.Table):
            return self._rows(source, name)
        schema = source.schema
        if not source.files:
            return self._rows(schema.empty_table(), name)
        table = self._files(source.files, name)
        kinds = ibis.Schema.from_pyarrow(schema)
        joined = {
            column: ibis.null(kinds[column].copy(nullable=True))
            for column in schema.names
            if column not in table.columns
        }
        return table.mutate(**joined).select(*schema.names)

    def arrow(self, expression: Table) -> pa.Table:
        """Compute a table expression; every engine answers in the same types."""
        computed = self._computed(expression)
        said = expression.schema().to_pyarrow()
        fields = [
            # Spark's times are moments in UTC, although Ibis calls them naive.
            there if pa.types.is_timestamp(there.type) else field
            for field, there in zip(said, computed.schema, strict=True)
        ]
        types = pa.schema([(field.name, field.type) for field in fields])
        return computed.cast(types).replace_schema_metadata(None)

    @abstractmethod
    def each_group(
        self, rows: Table, by: str, turn: Turn, schema: pa.Schema
    ) -> pa.Table:
        """Turn the rows of each group into others; the order of groups is not given.

        Parameters
        ----------
        rows : ibis Table
        by : str
            Column that names the group.
        turn : callable
            From all rows of a group to rows of ``schema``; on a cluster it travels to
            where the rows are.
        schema : pyarrow.Schema
            What ``turn`` gives; signed numbers only, Spark knows no others.
        """

    @abstractmethod
    def _computed(self, expression: Table) -> pa.Table: ...

    @abstractmethod
    def _rows(self, rows: pa.Table, name: str) -> Table: ...

    @abstractmethod
    def _files(self, files: tuple[Path, ...], name: str) -> Table: ...

    def close(self) -> None:
        """Give back memory, threads, processes and scratch files."""
        self._clean()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_engine(
    address: str = "duckdb",
    *,
    threads: int = 2,
    memory: str = "2GB",
    folder: Path | None = None,
) -> Engine:
    """Open an engine; nothing is downloaded and nobody is told.

    Parameters
    ----------
    address : str
        ``duckdb``; ``spark://host:port`` for a cluster that sees the lake's files
        under the same paths; ``spark`` or ``local-cluster`` for Spark on this machine.
    threads : int
        Of DuckDB, or of Spark on this machine.
    memory : str
        What the engine may take before it spills: ``2GB``.
    folder : Path, optional
        Where it spills; default the system's folder for temporary files.

    Raises
    ------
    BadInputError
        ``lake.no_engine``: no engine has that address, or Spark is not installed.
    """
    if address == "duckdb":
        from dafeng.lake.duck import DuckEngine

        return DuckEngine(threads=threads, memory=memory, folder=folder)
    if address in LOCAL or address.startswith("spark://"):
        try:
            from dafeng.lake.spark import SparkEngine
        except ModuleNotFoundError as error:
            msg = (
                f"Spark needs {error.name}, which is not installed: pip install pyspark"
            )
            raise BadInputError(msg, code="lake.no_engine", address=address) from None
        master = f"local[{threads}]" if address in LOCAL else address
        return SparkEngine(master=master, memory=memory, folder=folder)
    msg = (
        f"No engine has the address {address!r}. "
        "Say duckdb, spark, local-cluster or spark://host:port."
    )
    raise BadInputError(msg, code="lake.no_engine", address=address)
