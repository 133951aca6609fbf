"""Counts the statements of a request, those after the response included. BEGIN, COMMIT and SAVEPOINT are not counted.

A request that names a file in the header X-Bench leaves there what it asked of the database. With X-Bench-Explain each
SELECT is first explained, so that PostgreSQL says how long it plans and how long it executes; what is written is counted
alone. (No extension is needed: `pg_stat_statements` does not come with the embedded server.)
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

UNCOUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
READS = ("SELECT", "WITH", "(")
EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, SUMMARY, FORMAT JSON) "


@dataclass
class Statements:
    """An execute wrapper: innermost, so that it sees the text which PostgreSQL gets."""

    explains: bool
    number: int = 0
    planning: list[float] = field(default_factory=list)  # milliseconds of each statement
    execution: list[float] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        if not sql.startswith(UNCOUNTED):
            self.number += 1
            if self.explains and sql.startswith(READS):
                self._explain(sql, params)
        return execute(sql, params, many, context)

    def _explain(self, sql: str, params: Any) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute(EXPLAIN + sql, params)
            [plan] = cursor.fetchone()[0]
        self.planning.append(plan["Planning Time"])
        self.execution.append(plan["Execution Time"])

    def leave(self, path: Path) -> None:
        written = path.with_suffix(".part")
        written.write_text(
            json.dumps({"statements": self.number, "planning": self.planning, "execution": self.execution})
        )
        written.rename(path)


class CountStatements:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        name = request.headers.get("X-Bench", "")
        if not name.isalnum():
            return self.get_response(request)
        counted = Statements(explains="X-Bench-Explain" in request.headers)
        connection.execute_wrappers.append(counted)
        response = self.get_response(request)
        closing = response.close

        def close() -> None:
            closing()
            connection.execute_wrappers.remove(counted)
            counted.leave(Path(os.environ["BENCH_COUNTS"]) / name)

        response.close = close
        return response
