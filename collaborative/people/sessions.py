"""Ending a person's sessions and links at once: every one holds the nonce, and a new nonce makes them worth nothing."""

import secrets

from collaborative.people.models import Person


def renew_nonce(person: Person) -> None:
    person.sign_in_nonce = secrets.token_hex()
    person.save(update_fields=["sign_in_nonce"])
