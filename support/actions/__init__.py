from support.actions.answers import hand_over, reply
from support.actions.assistance import log_assistance
from support.actions.outcomes import end, rate, undo_end, withdraw
from support.actions.requests import ask

__all__ = ["ask", "end", "hand_over", "log_assistance", "rate", "reply", "undo_end", "withdraw"]
