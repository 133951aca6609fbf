"""What every page's frame needs. No statement of its own: the hats are loaded once per request anyway."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"demo": settings.DEMO, "person": request.user if getattr(request, "user", None) else None}
