from django.core.management.base import BaseCommand, CommandError

from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLES
from collaborative.periods import today


class Command(BaseCommand):
    help = "Makes a person with a first hat, so that somebody can sign in and give the others theirs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--given", required=True)
        parser.add_argument("--family", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--role", choices=list(ROLES), default="ped_leader")
        parser.add_argument(
            "--at", default="PED", help="Short name of the organization, for example «PED» or «Cloudcroft»"
        )

    def handle(self, given, family, email, role, at, **options) -> None:
        organization = Organization.objects.filter(short_name=at).order_by("id").first()
        if organization is None:
            raise CommandError(f"No organization has the short name «{at}».")
        person, made = Person.objects.get_or_create(
            email=email.strip().lower(), defaults={"given_name": given, "family_name": family, "is_demo": False}
        )
        Hat.objects.get_or_create(
            person=person,
            role=role,
            organization=organization,
            ends_on=None,
            defaults={"starts_on": today(), "source": "made at the command line"},
        )
        self.stdout.write(f"{person} ({'new' if made else 'known'}): {ROLES[role].title}, {organization}")
