from initiatives.actions.acknowledgments import acknowledge
from initiatives.actions.drafts import (
    add_document,
    discard_draft,
    draft,
    remove_document,
    revise,
    save_draft,
    save_plan,
)
from initiatives.actions.publication import publish, undo_publish

__all__ = [
    "acknowledge",
    "add_document",
    "discard_draft",
    "draft",
    "publish",
    "remove_document",
    "revise",
    "save_draft",
    "save_plan",
    "undo_publish",
]
