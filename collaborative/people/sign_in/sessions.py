"""Ending what was opened before: sessions, and links in letters. Whoever holds neither starts anew, by a code."""

import secrets

from collaborative.people.models import Person


def renew_nonce(person: Person) -> None:
    """Every session of this person, and every link that was sent to them, is worth nothing from now on.

    Renewed with the address, at the end of a role that acts, at a merge, a lock, and at «sign out everywhere».
    """
    person.sign_in_nonce = secrets.token_hex()
    person.save(update_fields=["sign_in_nonce"])
