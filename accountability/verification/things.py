"""What a duty or a file is about is there. The database refuses the rest; here it is asked of all rows."""

from django.contrib.contenttypes.models import ContentType

from accountability.verification.checking import Checked, check
from collaborative.duties.models import Duty
from collaborative.files.models import Upload


@check("what a duty or a file is about is there")
def there() -> Checked:
    looked_at, words = 0, []
    for model in (Duty, Upload):
        rows = model._base_manager.order_by()
        looked_at += rows.count()
        for kind in ContentType.objects.filter(pk__in=rows.values_list("about_type", flat=True).distinct()).order_by(
            "pk"
        ):
            lost, things = rows.filter(about_type=kind), kind.model_class()
            if things:
                lost = lost.exclude(about_id__in=things._base_manager.values("pk"))
            named = lost.order_by("pk").values_list("pk", "about_id")
            words += [f"{model._meta.verbose_name} {pk}: there is no {kind.model} {about}" for pk, about in named]
    return Checked(looked_at, words)
