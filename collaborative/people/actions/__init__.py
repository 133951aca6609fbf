"""What is done to people and their hats."""

from collaborative.people.actions.account import (
    ask_for_address,
    change_address,
    correct_sign_in,
    sign_out_everywhere,
)
from collaborative.people.actions.hats import end_hat, give_hat

__all__ = ["ask_for_address", "change_address", "correct_sign_in", "end_hat", "give_hat", "sign_out_everywhere"]
