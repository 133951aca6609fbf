"""Counts the statements of a request, those after the response included. BEGIN, COMMIT and SAVEPOINT are not counted."""

from django.db import connection

UNCOUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
last = {"path": "", "statements": 0}


class CountStatements:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/bench/statements/":
            return self.get_response(request)
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += not sql.startswith(UNCOUNTED)
            return execute(sql, params, many, context)

        connection.execute_wrappers.append(counted)
        response = self.get_response(request)
        closing = response.close

        def close() -> None:
            closing()
            connection.execute_wrappers.remove(counted)
            last.update(path=request.path, statements=count)

        response.close = close
        return response
