"""Sentences that end with what somebody wrote, or with «p.m.»: one full stop, never two."""


def sentence(text: str) -> str:
    """With its full stop, unless it has one already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
