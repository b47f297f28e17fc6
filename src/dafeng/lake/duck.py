"""DuckDB in this process, behind Ibis."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from dafeng.lake.engine import Engine, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

    def each_group(
        self, rows: Table, by: str, turn: Turn, schema: pa.Schema
    ) -> pa.Table:
        """Turn one group after the other."""
        held = self.arrow(rows.order_by(by)).combine_chunks()
        runs = pc.run_end_encode(held[by].combine_chunks()) if len(held) else None
        ends = [] if runs is None else runs.run_ends.to_pylist()
        begins = [0, *ends[:-1]]
        parts = [
            turn(held.slice(begin, end - begin)).cast(schema)
            for begin, end in zip(begins, ends, strict=False)
        ]
        return pa.concat_tables([schema.empty_table(), *parts])

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
