from django.urls import path

from collaborative.people.claims import views as claims
from collaborative.people.hats.views import hats, successors
from collaborative.people.merges.views import merges, twins
from collaborative.people.records import views as changes
from collaborative.people.sign_in.views import account, locking
from collaborative.people.views import person, words

urlpatterns = [
    path("people/", person.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/sign-in/", person.correct, name="person-sign-in"),
    path("people/changes/", changes.ChangeList.as_view(), name="changes"),
    path("people/changes/<int:pk>/", changes.change, name="change"),
    path("people/changes/<int:pk>/yes/", changes.say_yes, name="change-yes"),
    path("people/changes/<int:pk>/no/", changes.refuse, name="change-no"),
    path("changes/answer/<str:token>/", changes.answer, name="change-answer"),
    path("changes/stop/<str:token>/", changes.stop, name="change-stop"),
    path("people/<int:pk>/merge/<int:other>/", merges.merge_two, name="merge"),
    path("people/merges/<int:pk>/", merges.merge_done, name="merge-done"),
    path("people/merges/<int:pk>/undo/", merges.undo_merge, name="merge-undo"),
    path("people/merges/answer/<str:token>/", merges.answer_merge, name="merge-answer"),
    path("people/twins/<int:pk>/", twins.twins, name="twins"),
    path("people/twins/<int:pk>/two-people/", twins.two_people, name="two-people"),
    path("people/hats/new/", hats.give_hat, name="hat-give"),
    path("people/hats/<int:pk>/end/", hats.end_hat, name="hat-end"),
    path("people/claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<str:token>/", claims.answer_by_link, name="claim-answer"),
    path("people/hats/<int:pk>/successor/", successors.name_successor, name="hat-successor"),
    path("people/proposals/<int:pk>/", successors.proposal, name="role-proposal"),
    path("people/succession/<str:token>/", successors.stop_succession, name="succession-stop"),
    path("people/<int:pk>/lock/", locking.lock, name="person-lock"),
    path("people/<int:pk>/unlock/", locking.unlock, name="person-unlock"),
    path("me/confirm/", locking.confirm, name="confirm-it-is-you"),
    path("me/", person.me, name="me"),
    path("me/name/", account.name, name="my-name"),
    path("me/language/", account.language, name="my-language"),
    path("me/address/", account.address, name="address"),
    path("me/address/<str:token>/", account.confirm_address, name="address-confirm"),
    path("me/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("search/", words.find, name="search"),
    path("help/", words.help_page, name="help"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
