from initiatives.models.deliverable import Deliverable
from initiatives.models.initiative import Acknowledgment, AskedDeliverable, Initiative, InitiativeVersion, PlannedStep

__all__ = ["Acknowledgment", "AskedDeliverable", "Deliverable", "Initiative", "InitiativeVersion", "PlannedStep"]
