"""What closing a training begins in the apps further right: each one's module `closing` registers here."""

from collections.abc import Callable
from datetime import datetime

from collaborative.plugs.registry import Registry
from trainings.models import Training

Begin = Callable[[Training, datetime], object]  # called again after a correction: what stands already is put right

beginnings: Registry[Begin] = Registry("beginning at a closing")


def begins_at_closing(begin: Begin) -> Begin:
    return beginnings.add(f"{begin.__module__}.{begin.__name__}", begin)


def begin_what_follows(training: Training, now: datetime) -> None:
    for begin in beginnings.values():
        begin(training, now)
