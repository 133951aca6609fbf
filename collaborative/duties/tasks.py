from celery import shared_task

from collaborative.duties.reminders import remind


@shared_task
def sweep_reminders() -> None:
    remind()
