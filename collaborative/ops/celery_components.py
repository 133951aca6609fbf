"""The signs of life of Celery's two processes."""

from celery import bootsteps
from celery.beat import PersistentScheduler

from collaborative.ops.heartbeat import EVERY, sign


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Signs from the worker's own loop, so that a loop that no longer turns falls silent."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker):
        sign("worker")
        self.timer = worker.timer.call_repeatedly(EVERY, sign, ("worker",))

    def stop(self, worker):
        self.timer.cancel()


class HeartbeatScheduler(PersistentScheduler):
    """Beat wakes at least every few seconds and signs each time."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_interval = EVERY

    def tick(self, *args, **kwargs):
        sign("beat")
        return min(super().tick(*args, **kwargs), EVERY)
