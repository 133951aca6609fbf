from tests.languages.pseudo import pseudo_language

__all__ = ["pseudo_language"]
