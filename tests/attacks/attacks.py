"""What somebody tries with somebody else's record: each attack goes through the pages, as anybody with a browser could.

An attack gets the attacker's client, who is attacked, and where the attacker stands. `ROGUE` is an address that the attacker
reads: once it stands on a record, the record is the attacker's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from collaborative.imports.models import Import
from collaborative.people.models import Claim, Hat, Organization, Person, RecordChange
from tests import builders as b
from tests.attacks.filling import Answer, act
from tests.attacks.people import Target
from trainings.models import Invitation, Training

ROGUE = "rogue@example.org"


@dataclass(frozen=True)
class Ground:
    """Where the attacker stands: the own district (Cloudcroft where they have none), a coming and a running training."""

    district: Organization
    school: Organization
    coming: Training
    running: Training


Attack = Callable[[Client, Target, Ground], Answer]


def claim_by_roster(client: Client, target: Target, ground: Ground) -> Answer:
    one = target.person
    answers = {"given": one.given_name, "family": one.family_name, "email": one.address, "place": ground.school.pk}
    return act(client, f"/districts/{ground.district.pk}/staff/add/", answers, meant=one.pk)


def claim_by_paste(client: Client, target: Target, ground: Ground) -> Answer:
    answers = {"paste": f"{target.person}, {target.person.address}", "place": ground.school.pk}
    return act(client, f"/districts/{ground.district.pk}/staff/paste/", answers, meant=target.person.pk)


def claim_by_bare_address(client: Client, target: Target, ground: Ground) -> Answer:
    answers = {"paste": target.person.address or "nobody@example.org", "place": ground.school.pk}
    return act(client, f"/districts/{ground.district.pk}/staff/paste/", answers, meant=target.person.pk)


def claim_by_registration(client: Client, target: Target, ground: Ground) -> Answer:
    invitation = Invitation.objects.filter(training=ground.coming, organization=ground.district).first()
    number = invitation.pk if invitation else ground.coming.invitations.first().pk
    path = f"/trainings/{ground.coming.pk}/invitations/{number}/register/"
    return act(client, path, {"paste": f"{target.person}, {target.person.address}"}, meant=target.person.pk)


def claim_at_the_door(client: Client, target: Target, ground: Ground) -> Answer:
    one = target.person
    answers = {
        "chosen": "else",
        "given_name": one.given_name,
        "family_name": one.family_name,
        "address": one.address,
        "organization": ground.district.pk,
    }
    return act(client, f"/trainings/{ground.running.pk}/door/walk-in/", answers, meant=one.pk)


def rename(client: Client, target: Target, ground: Ground) -> Answer:
    return _correct(client, target, {"given": "Stolen", "family": "Name"})


def redirect_letters(client: Client, target: Target, ground: Ground) -> Answer:
    return _correct(client, target, {"address": ROGUE})


def set_sign_in(client: Client, target: Target, ground: Ground) -> Answer:
    return act(client, f"/people/{target.person.pk}/sign-in/", {"email": ROGUE}, meant=target.person.pk)


def promote_to_delegate(client: Client, target: Target, ground: Ground) -> Answer:
    """Gives a role that acts, with an address of the attacker's own to sign in with."""
    return _give(client, target, ground.district, "delegate", email=ROGUE)


def give_delegate(client: Client, target: Target, ground: Ground) -> Answer:
    return _give(client, target, ground.district, "delegate", email=target.person.address)


def make_leader(client: Client, target: Target, ground: Ground) -> Answer:
    ped = Organization.objects.get(kind="ped")
    return _give(client, target, ped, "ped_leader", email=target.person.address)


def end_role(client: Client, target: Target, ground: Ground) -> Answer:
    return act(client, f"/people/hats/{_hat(target).pk}/end/", {"when": "now"}, meant=target.person.pk)


def take_over_role(client: Client, target: Target, ground: Ground) -> Answer:
    """Names somebody of the attacker's own as the successor, from this second on."""
    answers = {"when": "now", "given_name": "Rogue", "family_name": "Person", "email": ROGUE}
    return act(client, f"/people/hats/{_hat(target).pk}/successor/", answers, meant=-1)


def lock_out(client: Client, target: Target, ground: Ground) -> Answer:
    return act(client, f"/people/{target.person.pk}/lock/", {"why": "No reason."}, meant=target.person.pk)


def merge_into_own(client: Client, target: Target, ground: Ground) -> Answer:
    """A record of the same name, of which the attacker reads the address, becomes one with the target's."""
    twin = _twin(target, ground)
    return act(client, f"/people/{twin.pk}/merge/{target.person.pk}/", {}, meant=-1)


def merge_own_into(client: Client, target: Target, ground: Ground) -> Answer:
    twin = _twin(target, ground)
    return act(client, f"/people/{target.person.pk}/merge/{twin.pk}/", {"contact_email": ROGUE}, meant=-1)


def say_yes_to_own_change(client: Client, target: Target, ground: Ground) -> Answer:
    """Asks to change the record, and says the yes that somebody else should say."""
    first = rename(client, target, ground)
    change = RecordChange.objects.filter(person=target.person).order_by("-pk").first()
    return act(client, f"/people/changes/{change.pk}/yes/", {"why": "Trust me."}) if change else first


def say_yes_to_own_claim(client: Client, target: Target, ground: Ground) -> Answer:
    first = claim_by_roster(client, target, ground)
    claim = Claim.objects.filter(person=target.person).order_by("-pk").first()
    if claim is None:
        return first
    path = f"/people/claims/{claim.pk}/"
    response = client.post(path, {"answer": "yes", "go": "yes", "reason": "Trust me."}, follow=True)
    return Answer(response.status_code, response.content.decode())


def claim_by_file(client: Client, target: Target, ground: Ground) -> Answer:
    """Uploads a file of one line, answers every question with yes, and applies it."""
    one, path = target.person, f"/districts/{ground.district.pk}/staff/upload/"
    text = f"First name,Last name,Email\n{one.given_name},{one.family_name},{one.address}\n"
    file = SimpleUploadedFile("staff.csv", text.encode(), content_type="text/csv")
    answer = act(client, path, {"file": file, "place": ground.school.pk})
    done = Import.objects.order_by("-pk").first()
    if done is None:
        return answer
    at = f"/districts/{ground.district.pk}/staff/imports/{done.pk}/"
    client.post(f"{at}questions/", {"decision": "yes", "go": "yes"})
    for row in done.rows.all():
        client.post(f"{at}rows/{row.pk}/", {"decision": "ask", "person": one.pk, "go": "ask"})
    response = client.post(f"{at}apply/", {"once": "attack"}, follow=True)
    return Answer(response.status_code, response.content.decode())


def _hat(target: Target) -> Hat:
    return Hat.objects.filter(person=target.person).order_by("-pk").first()


def _twin(target: Target, ground: Ground) -> Person:
    """Made by the attacker's own organization, never signed in: theirs to write."""
    one = target.person
    return b.staff(ground.school, one.given_name, one.family_name, email=ROGUE, made_for=ground.school)


def _correct(client: Client, target: Target, answers: dict[str, object]) -> Answer:
    return act(client, f"/districts/{target.home.pk}/staff/{_hat(target).pk}/correct/", answers, meant=target.person.pk)


def _give(client: Client, target: Target, at: Organization, role: str, *, email: str) -> Answer:
    one = target.person
    answers = {
        "organization": at.pk,
        "role": role,
        "given_name": one.given_name,
        "family_name": one.family_name,
        "email": email,
    }
    return act(client, "/people/hats/new/", answers, meant=one.pk)


ATTACKS: dict[str, Attack] = {
    attack.__name__.replace("_", " "): attack
    for attack in (
        claim_by_roster,
        claim_by_paste,
        claim_by_bare_address,
        claim_by_registration,
        claim_at_the_door,
        rename,
        redirect_letters,
        set_sign_in,
        promote_to_delegate,
        give_delegate,
        make_leader,
        end_role,
        take_over_role,
        lock_out,
        merge_into_own,
        merge_own_into,
        say_yes_to_own_change,
        say_yes_to_own_claim,
        claim_by_file,
    )
}


def attacker_ground(person: Person, coming: Training, running: Training) -> Ground:
    """A district of the attacker's own hats; else the cast's."""
    hats = person.hats_today
    districts = [hat.organization for hat in hats if hat.organization.kind == "district"]
    district = districts[0] if districts else Organization.objects.get(kind="district", short_name="Cloudcroft")
    school = Organization.objects.filter(kind="school", parent=district).first() or district
    return Ground(district, school, coming, running)
