from trainings.letters import door, registration, schedule

__all__ = ["door", "registration", "schedule"]
