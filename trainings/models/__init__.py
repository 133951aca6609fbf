from trainings.models.attendance import Attendance, HoursEntry
from trainings.models.certificate import Certificate
from trainings.models.expert import ExpertCertification
from trainings.models.invitation import Invitation
from trainings.models.meeting import Booking, Meeting, Trainer
from trainings.models.registration import Registration
from trainings.models.training import AudienceMember, Training

__all__ = [
    "Attendance",
    "AudienceMember",
    "Booking",
    "Certificate",
    "ExpertCertification",
    "HoursEntry",
    "Invitation",
    "Meeting",
    "Registration",
    "Trainer",
    "Training",
]
