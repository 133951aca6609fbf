from django.core.management.base import BaseCommand, CommandError

from collaborative.errors import ActionError
from collaborative.people.models import Hat, Person
from collaborative.people.records.actions import change_by_command


class Command(BaseCommand):
    help = (
        "Changes name or sign-in address of a record, where fewer than two people lead PED; else they do it on a page."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--handle", required=True)
        parser.add_argument("--email", default="")
        parser.add_argument("--given", default="")
        parser.add_argument("--family", default="")

    def handle(self, handle, email, given, family, **options) -> None:
        leaders = Hat.objects.today().with_role("ped_leader").filter(person__is_active=True)
        if leaders.values("person").distinct().count() >= 2:
            raise CommandError("Two people lead PED: one of them asks for the change on the person’s page.")
        person = Person.objects.filter(handle=handle).first()
        if person is None:
            raise CommandError(f"Nobody has the handle «{handle}».")
        asked = {"given_name": given.strip(), "family_name": family.strip(), "email": email.strip().lower()}
        wanted = {name: value for name, value in asked.items() if value}
        if not wanted:
            raise CommandError("Say what is to change: --email, --given, --family.")
        try:
            change_by_command(person, wanted=wanted)
        except ActionError as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{person}: changed {', '.join(wanted)}. Sessions and links of before are over.")
