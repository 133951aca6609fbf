from django.urls import path

from initiatives.views import drafting, page, publishing
from initiatives.views.list import InitiativeList

urlpatterns = [
    path("", InitiativeList.as_view(), name="initiatives"),
    path("new/", drafting.new, name="initiative-new"),
    path("<int:pk>/", page.initiative, name="initiative"),
    path("<int:pk>/versions/<int:number>/", page.version, name="initiative-version"),
    path("<int:pk>/draft/", drafting.outline, name="initiative-draft"),
    path("<int:pk>/draft/plan/", drafting.plan, name="initiative-plan"),
    path("<int:pk>/draft/documents/", drafting.documents, name="initiative-documents"),
    path("<int:pk>/draft/documents/<int:file>/remove/", drafting.remove_document, name="initiative-document-remove"),
    path("<int:pk>/draft/discard/", drafting.discard, name="initiative-discard"),
    path("<int:pk>/revise/", drafting.revise, name="initiative-revise"),
    path("<int:pk>/publish/", publishing.publish, name="initiative-publish"),
    path("<int:pk>/undo-publish/", publishing.undo_publish, name="initiative-undo-publish"),
    path("acknowledgments/<int:pk>/", publishing.acknowledge, name="initiative-acknowledge"),
]
