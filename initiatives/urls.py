from django.urls import path

from initiatives.views import drafts, page, publication
from initiatives.views.list import InitiativeList

urlpatterns = [
    path("", InitiativeList.as_view(), name="initiatives"),
    path("new/", drafts.new, name="initiative-new"),
    path("<int:pk>/", page.initiative, name="initiative"),
    path("<int:pk>/versions/<int:number>/", page.version, name="initiative-version"),
    path("<int:pk>/draft/", drafts.outline, name="initiative-draft"),
    path("<int:pk>/draft/plan/", drafts.plan, name="initiative-plan"),
    path("<int:pk>/draft/documents/", drafts.documents, name="initiative-documents"),
    path("<int:pk>/draft/documents/<int:file>/remove/", drafts.remove_document, name="initiative-document-remove"),
    path("<int:pk>/draft/discard/", drafts.discard, name="initiative-discard"),
    path("<int:pk>/revise/", drafts.revise, name="initiative-revise"),
    path("<int:pk>/publish/", publication.publish, name="initiative-publish"),
    path("<int:pk>/undo-publish/", publication.undo_publish, name="initiative-undo-publish"),
    path("acknowledgments/<int:pk>/", publication.acknowledge, name="initiative-acknowledge"),
]
