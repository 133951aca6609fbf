from django.apps import AppConfig

from collaborative.plugs.registry import load_faces


class CollaborativeConfig(AppConfig):
    name = "collaborative"

    def ready(self) -> None:
        load_faces()
