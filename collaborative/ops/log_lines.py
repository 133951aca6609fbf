"""What a line of the log may say: no token of a link, no rows of the database, no traceback where somebody was refused."""

import copy
import logging
import re

# As django.core.signing writes them: value, time and signature, the colons quoted or not. They open a door to whoever has them.
TOKEN = re.compile(r"[\w.=-]+(?::|%3A)[\w-]{4,10}(?::|%3A)[\w-]{20,}", re.IGNORECASE)
DETAIL = re.compile(r"^DETAIL: .*(?:\n(?![A-Z]+: |Traceback|The above|During|\s*$).*)*", re.MULTILINE)


def cut_tokens(text: str) -> str:
    return TOKEN.sub("…", text)


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        if 400 <= getattr(record, "status_code", 0) < 500 and record.exc_info:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        return DETAIL.sub("DETAIL: …", cut_tokens(super().format(record)))
