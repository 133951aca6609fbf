"""What is read by people: a text, or one that is put into words only when it is shown (`gettext_lazy`)."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise  # knows that such a promise has the methods of a text

    from collaborative.web.sentences import Saying

    Words: TypeAlias = StrOrPromise | Saying
else:
    Words = str | Promise


def sentence(text: str) -> str:
    """With its full stop, unless it ends with one already: with what somebody wrote, or with «p.m.»."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
