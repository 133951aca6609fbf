from trainings.measures import door, follow_up, registration, schedule

__all__ = ["door", "follow_up", "registration", "schedule"]
