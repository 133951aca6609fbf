from django.urls import path

from collaborative.people.views import account, hats, locking, person, successors, words

urlpatterns = [
    path("people/", person.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/sign-in/", person.correct_sign_in, name="person-sign-in"),
    path("people/hats/new/", hats.give_hat, name="hat-give"),
    path("people/hats/<int:pk>/end/", hats.end_hat, name="hat-end"),
    path("people/hats/<int:pk>/successor/", successors.name_successor, name="hat-successor"),
    path("people/proposals/<int:pk>/", successors.proposal, name="role-proposal"),
    path("people/succession/<str:token>/", successors.stop_succession, name="succession-stop"),
    path("people/<int:pk>/lock/", locking.lock, name="person-lock"),
    path("people/<int:pk>/unlock/", locking.unlock, name="person-unlock"),
    path("me/confirm/", locking.confirm, name="confirm-it-is-you"),
    path("me/", person.me, name="me"),
    path("me/address/", account.address, name="address"),
    path("me/address/<str:token>/", account.confirm_address, name="address-confirm"),
    path("me/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("search/", words.find, name="search"),
    path("help/", words.help_page, name="help"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
