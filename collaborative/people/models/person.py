import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import at_local
from collaborative.database.choices import known
from collaborative.database.compiled_queries import known_by_id
from collaborative.database.ranges import LocalMidnight, only
from collaborative.database.search_keys import plain, sort_key
from collaborative.people.hats.queries import worn_now
from collaborative.people.models.organization import Organization
from collaborative.people.policy import hat_for
from collaborative.people.querysets import HatQuerySet, PersonQuerySet
from collaborative.people.roles import ROLE_CHOICES, ROLES, Reach, Role
from collaborative.web.addresses import path_to
from collaborative.web.languages import house_language
from collaborative.web.sentences import Joined, joined

_PersonManager = BaseUserManager.from_queryset(PersonQuerySet)


class PersonManager(_PersonManager["Person"]):
    def get_by_natural_key(self, handle: str | None) -> "Person":
        return self.get(handle=handle)


HERE = Q(is_active=True, merged_into__isnull=True)


@dataclass(frozen=True)
class Scope:
    """What a person's hats reach today, taken together."""

    state: bool
    organization_ids: list[int]


def made_in_demo() -> bool:
    """Whoever is added to a demonstration belongs to it; its doors close where anybody else is."""
    return settings.DEMO


class Person(AbstractBaseUser):
    """One person is one record and one sign-in, however many hats. No password, no birth date, no number of any kind."""

    handle = models.CharField(max_length=80, unique=True)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    email = models.EmailField(_("sign-in address"), unique=True, null=True, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)  # may be shared: one office, three people
    language = models.CharField(max_length=10, default=house_language, editable=False)  # of pages and letters
    sort_key = models.CharField(max_length=170, editable=False)
    search_key = models.CharField(max_length=340, editable=False)
    is_active = models.BooleanField(default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    sign_in_nonce = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    is_demo = models.BooleanField(default=made_in_demo, editable=False)
    # The organization for which somebody else made the record: named at the roster, the registration, the door. Null: PED.
    made_for = models.ForeignKey(
        "people.Organization", models.PROTECT, null=True, blank=True, editable=False, related_name="people_made_for"
    )
    # A locked person cannot sign in and may do nothing; letters still go.
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_why = models.CharField(max_length=300, blank=True, editable=False)
    locked_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    password = None  # type: ignore[assignment]  # no such column
    acting_hat: "Hat | None" = None  # that allows the present act
    told_for: set[int]  # ids of organizations, put on by initiatives.audience

    said_by = ("given_name", "family_name")
    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    objects = PersonManager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name_plural = "people"
        indexes = [  # of those who are here: in the order of lists; and to count those of a region
            models.Index(fields=["sort_key", "id"], condition=HERE, name="people_person_here_in_order"),
            models.Index(fields=["id"], condition=HERE, name="people_person_here"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(email=""), name="people_person_no_empty_email"),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=models.functions.Lower("email")),
                name="people_person_lower_email",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="people_person_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def save(self, **kwargs: Any) -> None:
        self.email = (self.email or "").strip().lower() or None
        self.contact_email = self.contact_email.strip().lower()
        self.handle = self.handle or f"p-{secrets.token_hex(6)}"
        self.set_keys()
        super().save(**kwargs)

    def set_keys(self) -> None:
        self.sort_key = sort_key(f"{self.family_name} {self.given_name}")[:170]
        self.search_key = plain(f"{self.given_name} {self.family_name} {self.email or ''} {self.contact_email}")[:340]

    def get_absolute_url(self) -> str:
        return path_to("person", self.pk)

    @property
    def address(self) -> str:
        """Where letters go."""
        return self.contact_email or self.email or ""

    @property
    def is_here(self) -> bool:
        """Has not left, and is nobody else's second record."""
        return self.is_active and self.merged_into_id is None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def may_enter(self) -> bool:
        """Signs in, and is heard when a link is followed."""
        return self.is_here and not self.is_locked

    @cached_property
    def hats_today(self) -> list["Hat"]:
        """All hats worn now, with their organizations: one statement a request. A locked person wears none."""
        return [] if self.is_locked else worn_now(self.pk, model=Hat)

    @cached_property
    def reach(self) -> Scope:
        return Scope(
            state=any(hat.rules.reach is Reach.STATE for hat in self.hats_today),
            organization_ids=[hat.organization_id for hat in self.hats_today if hat.rules.reach is Reach.UNDER],
        )

    @cached_property
    def organization_ids(self) -> list[int]:
        """Every organization this person wears a hat for today."""
        return list(dict.fromkeys(hat.organization_id for hat in self.hats_today))

    def organizations_with(self, permission: str) -> list[int]:
        """The ids of the organizations for which this person wears a hat with this permission today."""
        return list(
            dict.fromkeys(hat.organization_id for hat in self.hats_today if permission in hat.rules.permissions)
        )

    def take_apart(self) -> tuple[tuple, list[int]]:
        """What compiled_queries needs: the shape (roles), and the ids (one's own, then each hat's organization)."""
        hats = self.hats_today
        return (self.is_active, *[hat.role for hat in hats]), [self.pk, *[hat.organization_id for hat in hats]]

    @classmethod
    def stand_in(cls, shape: tuple, ids: list[int]) -> "Person":
        """Somebody of this shape, of whom nothing else is known."""
        active, *roles = shape
        person = known_by_id(cls, ids[0])
        person.is_active, person.locked_at = active, None
        person.hats_today = [
            Hat(role=role, person=person, organization=known_by_id(Organization, at))
            for role, at in zip(roles, ids[1:], strict=True)
        ]
        return person

    def has_perm(self, permission: str, thing: models.Model | None = None) -> bool:
        return self.is_active and not self.is_locked and bool(hat_for(self, permission, thing))

    def get_session_auth_hash(self) -> str:
        """Changes when the person signs out everywhere; sessions made before are then worth nothing."""
        return salted_hmac("people.Person.session", self.sign_in_nonce, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return iter(())

    def check_password(self, raw_password: str | None) -> bool:
        return False

    def set_password(self, raw_password: str | None) -> None:
        """There are no passwords."""

    def set_unusable_password(self) -> None:
        """There are no passwords."""

    def has_usable_password(self) -> bool:
        return False


class Hat(models.Model):
    """A role a person holds for an organization. Ended, never deleted. Rosters are hats of role «staff».

    Days are what pages and letters say: the first and the last, both inclusive. Where a role began or ended within a day,
    «from now on», the instant stands beside the day. `during` is made of both by the database: power is asked of it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="hats")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="hats", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day
    begins_at = models.DateTimeField(null=True, blank=True)  # within the first day; else with the day
    ended_at = models.DateTimeField(null=True, blank=True)  # within the last day; else with the day
    during = models.GeneratedField(
        expression=models.Func(
            Coalesce("begins_at", LocalMidnight("starts_on")),
            Coalesce("ended_at", LocalMidnight("ends_on", days=1)),
            Value("[)"),
            function="tstzrange",
            output_field=DateTimeRangeField(),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    # The hat that it succeeds, the last day which that one had before, and when its open duties were handed over.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    followed_until = models.DateField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    position = models.CharField(max_length=80, blank=True)  # «Teacher», «Principal», as the district says it
    given_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="hats_given", db_index=False
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)  # a first day may lie before it
    source = models.CharField(max_length=200, blank=True)

    objects = HatQuerySet.as_manager()

    class Meta:
        ordering = ["person", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="people_hat_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="people_hat_during_not_empty"),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True)
                | Q(begins_at__gte=LocalMidnight("starts_on"), begins_at__lt=LocalMidnight("starts_on", days=1)),
                name="people_hat_begins_on_first_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(
                    ends_on__isnull=False,
                    ended_at__gte=LocalMidnight("ends_on"),
                    ended_at__lt=LocalMidnight("ends_on", days=1),
                ),
                name="people_hat_ended_on_last_day",
            ),
            known("role", ROLE_CHOICES, name="people_hat_known_role"),
            models.UniqueConstraint(
                fields=["person", "role", "organization"],
                condition=Q(ends_on__isnull=True),
                name="people_hat_open_once",
            ),
            *[
                ExclusionConstraint(
                    name=f"people_hat_one_{role.code}",
                    expressions=[(only("organization"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                    condition=Q(role=role.code),
                    violation_error_message=_("Somebody else holds this role then."),
                )
                for role in ROLES.values()
                if role.is_single
            ],
        ]
        indexes = [models.Index(fields=["organization", "role"], name="people_hat_holders")]

    def __str__(self) -> str:
        return str(self.name_kept)

    @property
    def name_kept(self) -> Joined:
        return joined(self.rules.title, self.organization.short_name, by=", ")

    @property
    def rules(self) -> Role:
        return ROLES[self.role]

    @property
    def begins(self) -> datetime:
        return self.begins_at or at_local(self.starts_on, time.min)

    @property
    def ends(self) -> datetime | None:
        """The instant from which it is worn no more."""
        if self.ended_at or self.ends_on is None:
            return self.ended_at
        return at_local(self.ends_on + timedelta(days=1), time.min)

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends <= timezone.now()

    @property
    def is_ahead(self) -> bool:
        return self.begins > timezone.now()

    def is_worn(self, on: date | None = None) -> bool:
        """Now; or at the end of a day, so that of a role handed on that day one person is said to hold it."""
        if on is None:
            return not self.is_ahead and not self.is_over
        return self.starts_on <= on and (
            self.ends_on is None or on < self.ends_on or (on == self.ends_on and self.ended_at is None)
        )
