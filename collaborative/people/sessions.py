"""The sessions of a person, and what dies with them."""

import secrets

from collaborative.people.models import Person


def renew_nonce(person: Person) -> None:
    """Every session of the person is over, every link in a letter is used up."""
    person.sign_in_nonce = secrets.token_hex()
    person.save(update_fields=["sign_in_nonce"])
