from django.urls import path

from collaborative.people.views import account, hats, merging, person, twins, words

urlpatterns = [
    path("people/", person.PersonList.as_view(), name="people"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/sign-in/", person.correct_sign_in, name="person-sign-in"),
    path("people/<int:pk>/merge/<int:other>/", merging.merge_two, name="merge"),
    path("people/merges/<int:pk>/", merging.merge_done, name="merge-done"),
    path("people/merges/<int:pk>/undo/", merging.undo_merge, name="merge-undo"),
    path("people/merges/answer/<str:token>/", merging.answer_merge, name="merge-answer"),
    path("people/twins/<int:pk>/", twins.twins, name="twins"),
    path("people/twins/<int:pk>/two-people/", twins.two_people, name="two-people"),
    path("people/hats/new/", hats.give_hat, name="hat-give"),
    path("people/hats/<int:pk>/end/", hats.end_hat, name="hat-end"),
    path("me/", person.me, name="me"),
    path("me/address/", account.address, name="address"),
    path("me/address/<str:token>/", account.confirm_address, name="address-confirm"),
    path("me/sign-out-everywhere/", account.sign_out_everywhere, name="sign-out-everywhere"),
    path("search/", words.find, name="search"),
    path("help/", words.help_page, name="help"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
]
