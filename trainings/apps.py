from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    subjects = (  # each a package with the faces it needs; the registry looks into each
        "bookings",
        "invitations",
        "registrations",
        "schedule",
        "certificates",
        "experts",
        "attendance",
        "catalog",
    )
