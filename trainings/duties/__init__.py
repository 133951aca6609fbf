from trainings.duties import door, follow_up, registration, schedule

__all__ = ["door", "follow_up", "registration", "schedule"]
