"""What can be written, and how each kind of letter behaves."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from collaborative.plugs.registry import Registry
from collaborative.web.text import Words


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: two text files `letters/<name>_subject.txt` and `_body.txt`, and how it behaves.

    `held`: tells many people, so it lies ten minutes in which undo can stop it. `secret`: sent at once, the body erased
    after sending. `wanted(letter)` is asked again just before sending: False stops the letter. After `good_for` it is of
    no use on its own: given up, or where it `folds`, named in another letter by whoever wrote it.
    """

    name: str
    why: Words  # «You get this because …», printed at the foot of the letter
    held: bool = False
    secret: bool = False
    wanted: Any = None
    good_for: timedelta | None = None
    folds: bool = False


kinds: Registry[LetterKind] = Registry("kind of letter")
