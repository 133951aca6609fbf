from trainings.panels import door, follow_up, registration, schedule, venue

__all__ = ["door", "follow_up", "registration", "schedule", "venue"]
