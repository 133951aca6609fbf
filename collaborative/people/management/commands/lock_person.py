from django.core.management.base import BaseCommand, CommandError

from collaborative.errors import ActionError
from collaborative.people.models import Person
from collaborative.people.sign_in.actions import locking as lock_actions


class Command(BaseCommand):
    help = "Locks somebody out at once, with every session and sent link; or lets them in again."

    def add_arguments(self, parser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--handle")
        who.add_argument("--email")
        parser.add_argument("--why", default="locked at the command line")
        parser.add_argument("--unlock", action="store_true")

    def handle(self, handle, email, why, unlock, **options) -> None:
        person = Person.objects.filter(**({"handle": handle} if handle else {"email": email.strip().lower()})).first()
        if person is None:
            raise CommandError("Nobody on record has this handle or signs in with this address.")
        try:
            if unlock:
                lock_actions.unlock(person, by=None)
            else:
                lock_actions.lock(person, why=why, by=None)
        except ActionError as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{person} is {'unlocked' if unlock else 'locked'}.")
