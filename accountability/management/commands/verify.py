from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from accountability.verification import checks

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Proves from the rows themselves that seats, hours, invitations, affiliations, bookings, duties, journal, letters "
        "and figures agree. Reads only; one line a check; ends with 1 and the ids where something is false."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names", nargs="*", help="only checks whose name begins so, for example: seats hours.ledger"
        )

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        chosen = [one for one in checks if not names or one.name.startswith(tuple(names))]
        if not chosen:
            self.stderr.write("No check is called so. There are: " + ", ".join(one.name for one in checks))
            raise SystemExit(2)
        false = sum(self._ask(one) for one in chosen)
        if false:
            self.stdout.write(f"{false} of {len(chosen)} checks found something false.")
            raise SystemExit(1)
        self.stdout.write(f"All {len(chosen)} checks hold.")

    def _ask(self, one: Any) -> bool:
        """True where the promise is broken."""
        begun = monotonic()
        with transaction.atomic():
            found = one.run()
        words = f"{one.promise} ({found.looked_at:,} looked at, {monotonic() - begun:.1f} s)"
        self.stdout.write(f"{'FALSE' if found.wrong else 'ok   '} {one.name:27} {words}")
        for line in found.wrong[:SHOWN]:
            self.stdout.write(f"        {line}")
        if len(found.wrong) > SHOWN:
            self.stdout.write(f"        … and {len(found.wrong) - SHOWN:,} more")
        return bool(found.wrong)
