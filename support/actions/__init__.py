from support.actions.answering import hand_over, reply
from support.actions.asking import ask
from support.actions.assistance import log_assistance
from support.actions.ending import end, rate, undo_end, withdraw

__all__ = ["ask", "end", "hand_over", "log_assistance", "rate", "reply", "undo_end", "withdraw"]
