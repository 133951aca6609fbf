"""What is done to people and their hats."""

from collaborative.people.actions.account import (
    ask_for_address,
    change_address,
    correct_sign_in,
    sign_out_everywhere,
)
from collaborative.people.actions.hats import end_hat, give_hat
from collaborative.people.actions.merging import answer_merge, ask_merge, merge, say_two_people, undo_merge

__all__ = [
    "answer_merge",
    "ask_for_address",
    "ask_merge",
    "change_address",
    "correct_sign_in",
    "end_hat",
    "give_hat",
    "merge",
    "say_two_people",
    "sign_out_everywhere",
    "undo_merge",
]
