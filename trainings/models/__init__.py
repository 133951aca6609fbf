from trainings.models.attendance import Attendance, HoursEntry
from trainings.models.certificate import Certificate
from trainings.models.expert import ExpertCertification
from trainings.models.follow_up import FollowUpCycle, FollowUpStep
from trainings.models.invitation import Invitation
from trainings.models.registration import Registration
from trainings.models.training import AudienceMember, Booking, Meeting, Trainer, Training
from trainings.models.visit import PrivateNote, Visit

__all__ = [
    "Attendance",
    "AudienceMember",
    "Booking",
    "Certificate",
    "ExpertCertification",
    "FollowUpCycle",
    "FollowUpStep",
    "HoursEntry",
    "Invitation",
    "Meeting",
    "PrivateNote",
    "Registration",
    "Trainer",
    "Training",
    "Visit",
]
