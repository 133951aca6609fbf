from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from collaborative.files.models import Upload
from collaborative.people.permissions import with_a_role
from collaborative.people.requests import PersonRequest


@with_a_role
def upload(request: PersonRequest, pk: int) -> HttpResponse:
    """Always an attachment, never shown in the page's own name."""
    file = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
