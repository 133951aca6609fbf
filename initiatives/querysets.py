from django.db import models
from django.db.models import Q

from collaborative.people.models import Person


class InitiativeQuerySet(models.QuerySet):
    def published(self) -> "InitiativeQuerySet":
        return self.filter(current__isnull=False)

    def visible_to(self, person: Person) -> "InitiativeQuerySet":
        """Published ones are everybody's; a draft is seen by its lead and partner bureaus and by PED leadership."""
        if any(hat.role == "ped_leader" for hat in person.hats_today):
            return self.all()
        mine = person.organization_ids
        partnered = _partner_rows().filter(organization_id__in=mine).values("initiative_id")
        return self.filter(Q(current__isnull=False) | Q(lead__in=mine) | Q(pk__in=partnered))

    def matching(self, words: str) -> "InitiativeQuerySet":
        from collaborative.sorting import plain

        return self.filter(search_key__contains=plain(words))


def _partner_rows() -> models.QuerySet:
    from initiatives.models import Initiative

    return Initiative.partners.through.objects.all()


class VersionQuerySet(models.QuerySet):
    def published(self) -> "VersionQuerySet":
        return self.filter(published_at__isnull=False)

    def visible_to(self, person: Person) -> "VersionQuerySet":
        from initiatives.models import Initiative

        return self.filter(
            Q(published_at__isnull=False)
            | Q(initiative__in=Initiative.objects.visible_to(person).filter(lead__in=person.organization_ids))
        )


class DeliverableQuerySet(models.QuerySet):
    def standing(self) -> "DeliverableQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def for_year(self, fiscal_year: int) -> "DeliverableQuerySet":
        return self.filter(fiscal_year=fiscal_year)

    def visible_to(self, person: Person) -> "DeliverableQuerySet":
        """PED sees all; a REC and its council see their own."""
        if person.reach.state:
            return self.all()
        recs = [hat.organization_id for hat in person.hats_today if "accountability.view" in hat.rules.permissions]
        return self.filter(rec__in=recs)
