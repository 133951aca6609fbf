"""Links in letters: signed for one person and one purpose, good until a last day, and until the person's nonce changes.

The nonce changes with the address, at the end of a role, a merge, a lock and «sign out everywhere»: every link that was
sent before is then used up, and every session is over. A link answers for its person and purpose alone; a GET never acts.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from collaborative.people.models import Person
from collaborative.plugs.registry import Registry


@dataclass(frozen=True)
class LinkKind:
    """`good_for`: how long after it was signed it opens."""

    name: str
    good_for: timedelta

    def sign(self, person: Person, *values: int | str) -> str:
        """A token for one person; `values` are ids or words that it carries. Readable by whoever has it: no secrets."""
        return signing.dumps([person.pk, mark_of(person), *values], salt=self._salt, compress=True)

    def read(self, token: str) -> tuple[Person, list[Any]] | None:
        """Whom the link was made for, and its values; None where it is not ours, too old or used up."""
        try:
            pk, mark, *values = signing.loads(token, salt=self._salt, max_age=self.good_for)
        except (signing.BadSignature, ValueError):
            return None
        person = Person.objects.may_enter().filter(pk=pk).first()
        if person is None or not constant_time_compare(mark, mark_of(person)):
            return None
        return person, values

    @property
    def _salt(self) -> str:
        return f"link.{self.name}"


link_kinds: Registry[LinkKind] = Registry("kind of link")


def link_kind(name: str, *, good_for: timedelta) -> LinkKind:
    return link_kinds.add(name, LinkKind(name, good_for))


def mark_of(person: Person) -> str:
    """Tells that the nonce is the same, without telling the nonce."""
    return salted_hmac("people.Person.link", person.sign_in_nonce, algorithm="sha256").hexdigest()[:16]
