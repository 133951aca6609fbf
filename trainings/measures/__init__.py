from trainings.measures import door, registration, schedule

__all__ = ["door", "registration", "schedule"]
