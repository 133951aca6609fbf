"""A request of Cloudcroft, made by the action itself."""

from support import actions
from support.models import SupportRequest
from tests import builders


def asked(cast, **changed) -> SupportRequest:
    words = {
        "topic": "coaching",
        "what": "Two new teachers need help with reading groups.",
        "for_whom": "Two teachers",
        "by": cast.superintendent,
        **changed,
    }
    return actions.ask(words.pop("district", None) or builders.district(), **words)
