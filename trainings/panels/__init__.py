from trainings.panels import door, registration, schedule, venue

__all__ = ["door", "registration", "schedule", "venue"]
