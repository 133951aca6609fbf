"""The languages that are offered, and the one of a reader. Where there is one alone, nothing is looked up."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.utils import translation


def is_choice() -> bool:
    return len(settings.LANGUAGES) > 1


def house_language() -> str:
    return settings.LANGUAGE_CODE


def language_of(reader: Any) -> str:
    """What the person chose; the language of the house where that one is no longer offered."""
    return reader.language if reader.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def speaking_to(reader: Any) -> AbstractContextManager:
    """What is written meanwhile is written in the reader's language, whoever acts."""
    return translation.override(language_of(reader)) if is_choice() else nullcontext()
