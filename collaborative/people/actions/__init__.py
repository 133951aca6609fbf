"""What is done to people and their hats."""

from collaborative.people.actions.account import (
    ask_for_address,
    change_address,
    correct_sign_in,
    sign_out_everywhere,
)
from collaborative.people.actions.claims import answer_claim, lapse_claim, withdraw_claim
from collaborative.people.actions.hats import end_hat, give_hat

__all__ = [
    "answer_claim",
    "ask_for_address",
    "change_address",
    "correct_sign_in",
    "end_hat",
    "give_hat",
    "lapse_claim",
    "sign_out_everywhere",
    "withdraw_claim",
]
