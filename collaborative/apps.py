from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from collaborative.registry import FACES


class CollaborativeConfig(AppConfig):
    name = "collaborative"

    def ready(self) -> None:
        autodiscover_modules(*FACES)
