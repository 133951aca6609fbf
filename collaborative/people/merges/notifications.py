"""The letters that ask the addresses of two records whether they are one person."""

from collections.abc import Iterable
from datetime import datetime

from collaborative.letters.outbox import write
from collaborative.people.links import link_kind
from collaborative.people.models.merge import OPEN_FOR, Merge, MergeAnswer
from collaborative.web.addresses import absolute_url

answer_link = link_kind("people.answer_merge", good_for=OPEN_FOR)


def ask_addresses(merge: Merge, answers: Iterable[MergeAnswer], *, now: datetime) -> None:
    """To each address that has not answered, and to it alone, a link of its own."""
    for answer in answers:
        if answer.said_yes_at is None:
            token = answer_link.sign(answer.person, merge.pk, answer.address)
            link = absolute_url("merge-answer", token)
            context = {"link": link, "by": merge.asked_by}
            write("merge_asked", about=answer, to=[answer.person], address=answer.address, context=context, now=now)
