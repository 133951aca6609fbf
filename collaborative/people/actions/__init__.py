"""What is done to people and their hats."""

from collaborative.people.actions.account import (
    ask_for_address,
    change_address,
    correct_sign_in,
    sign_out_everywhere,
)
from collaborative.people.actions.hats import end_hat, give_hat
from collaborative.people.actions.locking import lock, unlock
from collaborative.people.actions.successors import (
    answer_proposal,
    hand_over_duties,
    name_successor,
    propose_leader,
    propose_successor,
    stop_succession,
)

__all__ = [
    "answer_proposal",
    "ask_for_address",
    "change_address",
    "correct_sign_in",
    "end_hat",
    "give_hat",
    "hand_over_duties",
    "lock",
    "name_successor",
    "propose_leader",
    "propose_successor",
    "sign_out_everywhere",
    "stop_succession",
    "unlock",
]
