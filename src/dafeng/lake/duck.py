"""DuckDB in this process, behind Ibis."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import ibis

from dafeng.lake.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from ibis.expr.types import Table


class DuckEngine(Engine):
    """DuckDB in memory; spills into its scratch folder."""

    def __init__(self, *, threads: int, memory: str, folder: Path | None) -> None:
        super().__init__(folder)
        with _ibis_behind_duckdb():
            self._connection = ibis.duckdb.connect(
                threads=threads,
                memory_limit=memory,
                temp_directory=str(self.scratch),
                autoinstall_known_extensions=False,
                autoload_known_extensions=False,
            )

    def _computed(self, expression: Table) -> pa.Table:
        with _ibis_behind_duckdb():
            return self._connection.to_pyarrow(expression)

    def close(self) -> None:
        """Close the connection and remove its scratch folder."""
        self._connection.disconnect()
        super().close()

    def _rows(self, rows: pa.Table, name: str) -> Table:
        with _ibis_behind_duckdb():
            self._connection.con.register(name, rows)
            return self._connection.table(name)

    def _files(self, files: tuple[Path, ...], name: str) -> Table:
        # DuckDB would read a Delta table itself, but only after a download.
        with _ibis_behind_duckdb():
            return self._connection.read_parquet(
                list(map(str, files)),
                table_name=name,
                hive_partitioning=False,
                union_by_name=True,
            )


@contextmanager
def _ibis_behind_duckdb() -> Iterator[None]:
    """Ibis 12 still calls what DuckDB 2 has given another name."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore",
            message=r"fetch_(arrow_table|record_batch)\(\) is deprecated",
            category=DeprecationWarning,
        )
        yield
