"""What is done to people and their hats."""

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collaborative.days import short_day
from collaborative.journal.outbox import write
from collaborative.journal.recording import action, record
from collaborative.people.giving import correcting_hat, giving_hat
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.policy import permissions
from collaborative.people.roles import EVERY_HAT, ROLES
from collaborative.people.staffing import Newcomer, make_people, owners_of
from collaborative.periods import today
from collaborative.refusals import Refused


@action
def give_hat(
    organization: Organization,
    *,
    role: str,
    to: Person | Newcomer,
    sign_in: str = "",
    starts_on: date,
    ends_on: date | None = None,
    position: str = "",
    by: Person,
    now: datetime | None = None,
) -> Hat:
    """A person takes a role for the organization and is told. The same role twice at a time is refused.

    `sign_in` is the first sign-in address of somebody who had none: a role that acts cannot be held without.
    """
    if giving_hat(by, role, organization) is None:
        raise Refused(_("You cannot give this role there."), field="role")
    if ends_on and ends_on < starts_on:
        raise Refused(_("The last day lies before the first. Choose a later one."), field="ends_on")
    wearer = _wearer(to, role=role, sign_in=sign_in)
    same = wearer.hats.filter(role=role, organization=organization.pk)
    if worn := same.during(max(starts_on, today()), ends_on).first():
        words = _("%(name)s has this role already, from %(day)s on.")
        raise Refused(words % {"name": wearer, "day": short_day(worn.starts_on)}, field="role")
    try:
        with transaction.atomic():
            hat = Hat.objects.create(
                person=wearer,
                role=role,
                organization_id=organization.pk,
                starts_on=starts_on,
                ends_on=ends_on,
                position=position,
                given_by=by,
                source=_("given by %(name)s") % {"name": by},
            )
    except IntegrityError:
        raise Refused(_("%(name)s was just given this role by somebody else.") % {"name": wearer}) from None
    hat.organization = organization
    record(
        "hat.given",
        wearer,
        by=by,
        now=now,
        also=[organization],
        text=_("%(name)s was made %(hat)s from %(day)s on.")
        % {"name": wearer, "hat": hat, "day": short_day(starts_on)},
    )
    _tell("hat_given", hat, by=by, now=now)
    return hat


@action
def end_hat(hat: Hat, *, on: date, by: Person, now: datetime | None = None) -> Hat:
    """The day is the last on which the hat is worn. What the person did stays as it is."""
    hat = (
        Hat.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organization").get(pk=hat.pk)
    )
    if hat.ends_on is not None and hat.ends_on <= on:
        raise Refused(_("This role ends already on %(day)s.") % {"day": short_day(hat.ends_on)}, field="on")
    if on < hat.starts_on:
        raise Refused(_("The last day lies before the first. Choose a later one."), field="on")
    if hat.role == "ped_leader" and not _others_lead(hat):
        raise Refused(
            _("Nobody else leads PED then, and nobody could give roles. Give the role to somebody first."), field="on"
        )
    hat.ends_on = on
    hat.save(update_fields=["ends_on"])
    record(
        "hat.ended",
        hat.person,
        by=by,
        now=now,
        also=[hat.organization],
        text=_("%(name)s is %(hat)s until %(day)s.") % {"name": hat.person, "hat": hat, "day": short_day(on)},
    )
    _tell("hat_ended", hat, by=by, now=now)
    return hat


def _others_lead(hat: Hat) -> bool:
    """Whether somebody keeps giving roles when this hat is taken off: asked under a lock on PED's own row."""
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=hat.organization_id))
    return Hat.objects.filter(role=hat.role, ends_on__isnull=True, person__is_active=True).exclude(pk=hat.pk).exists()


@action
def sign_out_everywhere(person: Person, *, by: Person, now: datetime | None = None) -> Person:
    """All sessions of this person, on every device, are worth nothing from now on."""
    person.sign_in_nonce = secrets.token_hex()
    person.save(update_fields=["sign_in_nonce"])
    record(
        "person.signed_out", person, by=by, now=now, text=_("%(name)s signed out on every device.") % {"name": person}
    )
    return person


@action
def ask_for_address(person: Person, *, email: str, link: str, by: Person, now: datetime | None = None) -> Person:
    """A letter to the new address with a link that confirms it; nothing changes until somebody there follows it."""
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused(_("Somebody else signs in with this address. Choose another one."), field="email")
    if email == person.email:
        raise Refused(_("This is your address already."), field="email")
    write("confirm_address", about=person, to=[person], address=email, context={"link": link, "email": email}, now=now)
    record(
        "person.address_asked",
        person,
        by=by,
        now=now,
        text=_("%(name)s asked to change the sign-in address.") % {"name": person},
    )
    return person


@action
def change_address(person: Person, *, email: str, by: Person, now: datetime | None = None) -> Person:
    """The confirmed address becomes the one to sign in with; the old one gets a notice."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.email == email:
        raise Refused(_("This address was confirmed already."))
    write("address_changed", about=person, to=[person], context={"email": email}, now=now)
    person.email, person.contact_email = email, ""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None
    record(
        "person.address_changed",
        person,
        by=by,
        now=now,
        text=_("%(name)s changed the sign-in address.") % {"name": person},
    )
    return person


@action
def correct_sign_in(newcomer: Person, *, email: str, by: Person, now: datetime | None = None) -> Person:
    """Somebody who has never come in gets another address to sign in with, and the letters about the roles anew."""
    newcomer = Person.objects.select_for_update(no_key=True).get(pk=newcomer.pk)
    hats = list(newcomer.hats.select_related("organization").order_by("id"))
    if correcting_hat(by, newcomer, hats) is None:
        raise Refused(_("%(name)s has signed in by now and changes the address alone.") % {"name": newcomer})
    if email == newcomer.email:
        raise Refused(_("This is the address already."), field="email")
    if newcomer.contact_email == newcomer.email:
        newcomer.contact_email = ""
    _sign_in_with(email, newcomer)
    record(
        "person.sign_in_corrected",
        newcomer,
        by=by,
        now=now,
        text=_("The sign-in address of %(name)s was corrected.") % {"name": newcomer},
    )
    for hat in hats:
        if not hat.is_over:
            _tell("hat_given", hat, by=by, now=now)
    return newcomer


def _wearer(to: Person | Newcomer, *, role: str, sign_in: str) -> Person:
    """The person who gets a role, with a record and, where the role acts, with an address to sign in with."""
    wearer = (
        make_people([to])[0]
        if isinstance(to, Newcomer)
        else Person.objects.select_for_update(no_key=True).get(pk=to.pk)
    )
    if sign_in and not wearer.email:
        _sign_in_with(sign_in, wearer)
    if ROLES[role].acts and not wearer.email:
        raise Refused(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    return wearer


def _sign_in_with(email: str, person: Person) -> None:
    """Keeps an address to sign in with, where nobody else signs in with it or is written to at it."""
    if set(owners_of([email]).get(email, [])) - {person}:
        raise Refused(_("Somebody else is written to at this address. Enter an own one."), field="email")
    person.email = email
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address. Enter another one."), field="email") from None


def _tell(kind: str, hat: Hat, *, by: Person, now: datetime | None) -> None:
    """Whoever gets or loses a role that acts hears of it, save from themselves."""
    if hat.rules.acts and hat.person != by:
        may = sorted(hat.rules.permissions.difference(EVERY_HAT))
        context = {"hat": hat, "by": by, "may": [permissions[name].words for name in may if name in permissions]}
        write(kind, about=hat, to=[hat.person], context=context, now=now)
