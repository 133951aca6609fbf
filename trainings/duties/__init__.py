from trainings.duties import door, registration, schedule

__all__ = ["door", "registration", "schedule"]
