from coaching.models.follow_up import FollowUpCycle, FollowUpStep
from coaching.models.visit import PrivateNote, Visit

__all__ = ["FollowUpCycle", "FollowUpStep", "PrivateNote", "Visit"]
