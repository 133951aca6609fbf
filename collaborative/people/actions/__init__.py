"""What is done to people and their hats."""

from collaborative.people.actions.account import ask_for_address, change_address, sign_out_everywhere
from collaborative.people.actions.changes import (
    answer_change,
    change_by_command,
    change_name,
    correct_record,
    refuse_change,
    say_yes,
    settle_change,
    stop_change,
)
from collaborative.people.actions.claims import answer_claim, lapse_claim, withdraw_claim
from collaborative.people.actions.hats import end_hat, give_hat, give_hat_by_command
from collaborative.people.actions.locking import lock, unlock
from collaborative.people.actions.merging import answer_merge, ask_merge, merge, say_two_people, undo_merge
from collaborative.people.actions.successors import (
    answer_proposal,
    hand_over_duties,
    name_successor,
    propose_leader,
    propose_successor,
    stop_succession,
)

__all__ = [
    "answer_change",
    "answer_claim",
    "answer_merge",
    "answer_proposal",
    "ask_for_address",
    "ask_merge",
    "change_address",
    "change_by_command",
    "change_name",
    "correct_record",
    "end_hat",
    "give_hat",
    "give_hat_by_command",
    "hand_over_duties",
    "lapse_claim",
    "lock",
    "merge",
    "name_successor",
    "propose_leader",
    "propose_successor",
    "refuse_change",
    "say_two_people",
    "say_yes",
    "settle_change",
    "sign_out_everywhere",
    "stop_change",
    "stop_succession",
    "undo_merge",
    "unlock",
    "withdraw_claim",
]
