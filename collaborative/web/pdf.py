"""Tagged PDF by typst: what a screen reader can read (PDF/UA-1). Words go in as data, never as source."""

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst
from django.conf import settings
from django.utils.translation import get_language

_one_at_a_time = Lock()


def make_pdf(template: str, said: dict[str, Any]) -> bytes:
    """`template` is a .typ file under templates/; `said` is what it prints."""
    inputs = {"said": json.dumps({"lang": (get_language() or "en").split("-")[0], **said}, default=str)}
    with _one_at_a_time:  # a compiler holds its inputs: four threads of a web worker share it
        made = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    return cast(bytes, made)  # many pages are a list where they are pictures


@lru_cache(maxsize=8)
def _compiler(template: str) -> typst.Compiler:
    """Embedded fonts only: a certificate looks the same on every machine."""
    folder = Path(settings.BASE_DIR) / "templates"
    return typst.Compiler(folder / template, root=folder, ignore_system_fonts=True)
