"""Hanging files on things. A plain function for actions to call; the action writes the journal entry."""

import codecs
import hashlib
from datetime import datetime

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.files.models import Upload
from collaborative.people.models import Person

TYPES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
}
ENDINGS = {kind: (ending,) for kind, ending in TYPES.items()} | {
    "image/jpeg": (".jpg", ".jpeg"),
    "text/plain": (".txt", ".csv", ".md"),
}
HEAD = 8192  # bytes by which a kind is known
TYPES_IN_WORDS = gettext_lazy("PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text")


def check(file: UploadedFile) -> str:
    """The type of a file by its content. Raises Refused in the user's words when it is too large or of another kind."""
    if sure(file.size) > settings.UPLOAD_LIMIT:
        raise ActionError(
            _("“%(name)s” is larger than %(limit)s MB. Make it smaller, or send a link instead.")
            % {"name": file.name, "limit": settings.UPLOAD_LIMIT // 1024 // 1024}
        )
    if not file.size:
        raise ActionError(_("“%(name)s” is empty.") % {"name": file.name})
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = filetype.guess_mime(head) or ("text/plain" if _is_text(head, whole=file.size <= HEAD) else "")
    if kind not in TYPES:
        raise ActionError(
            _("“%(name)s” is not a file of a kind that can be kept here. Choose a %(kinds)s file.")
            % {"name": file.name, "kinds": TYPES_IN_WORDS}
        )
    if not sure(file.name).lower().endswith(ENDINGS[kind]):
        raise ActionError(
            _(
                "“%(name)s” is %(kind)s inside, but its name says something else. Give it a name that ends in %(endings)s."
            )
            % {"name": file.name, "kind": TYPES[kind].strip(".").upper(), "endings": " / ".join(ENDINGS[kind])}
        )
    return kind


def attach(file: UploadedFile, *, to: models.Model, by: Person, now: datetime | None = None) -> Upload:
    """Keep a checked file. The same content on the same thing is kept once."""
    kind = check(file)
    content = file.read()
    name = sure(file.name).rsplit("/")[-1].rsplit("\\")[-1][:200]
    upload, _created = Upload.objects.about(to).get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "about": to,
            "name": name,
            "content_type": kind,
            "size": len(content),
            "content": content,
            "uploaded_by": by,
            "uploaded_at": now or timezone.now(),
        },
    )
    return upload


def files_of(thing: models.Model) -> models.QuerySet:
    """The files of a thing without their contents."""
    return Upload.objects.about(thing).defer("content")


def _is_text(head: bytes, *, whole: bool) -> bool:
    """Printable text without markup that a browser or shell would run. A head may end within a letter: «ñ» is two bytes."""
    try:
        words = codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return "\x00" not in words and not words.lstrip().startswith(("<", "#!", "MZ"))
