from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import collaborative.database.ranges
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


SINGLE = ("rec_director", "superintendent")
ZONE = ZoneInfo("America/Denver")


def leave_one_holder(apps, schema_editor):
    """Where two people hold a single role at once, the one who began later stays, and the earlier one's role ends when the
    later one's began. Where the later one's has ended since, the earlier one's begins with that end: whoever holds the
    role today keeps it. Of two who began on one day the record that was made later stays."""
    Hat = apps.get_model("people", "Hat")
    held = {}
    for hat in Hat.objects.filter(role__in=SINGLE).defer("during").order_by("starts_on", "id"):
        held.setdefault((hat.role, hat.organization_id), []).append(hat)
    today = datetime.now(ZONE).date()
    for hats in held.values():
        changed = set()
        while pair := _two_at_once(hats):
            earlier, later = pair
            if later.ends_on and later.ends_on < today and not _is_over(earlier, later):
                earlier.starts_on, earlier.begins_at = later.ends_on + timedelta(days=1), None
            elif _begins(earlier) < _begins(later) and earlier.starts_on < later.starts_on:
                earlier.ends_on, earlier.ended_at = later.starts_on - timedelta(days=1), None
            else:
                later.begins_at = _begins(earlier) + timedelta(seconds=1)
                earlier.ends_on, earlier.ended_at = later.starts_on, later.begins_at
            changed.update((earlier, later))
        Hat.objects.bulk_update(changed, ["starts_on", "ends_on", "begins_at", "ended_at"])


def _begins(hat):
    return hat.begins_at or datetime.combine(hat.starts_on, time.min, tzinfo=ZONE)


def _is_over(earlier, later):
    return earlier.ends_on is not None and earlier.ends_on <= later.ends_on


def _two_at_once(hats):
    hats.sort(key=lambda hat: (_begins(hat), hat.id))
    for number, earlier in enumerate(hats):
        for later in hats[number + 1 :]:
            if earlier.ended_at:
                if earlier.ended_at > _begins(later):
                    return earlier, later
            elif earlier.ends_on is None or earlier.ends_on >= later.starts_on:
                return earlier, later
    return None


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_merges'),
    ]

    operations = [
        migrations.CreateModel(
            name='FreshCode',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('code_hash', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='RoleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('ped_leader', 'PED leadership'), ('bureau_staff', 'PED bureau staff'), ('rec_director', 'REC director'), ('rec_coordinator', 'REC coordinator'), ('coach', 'REC expert or coach'), ('superintendent', 'District superintendent'), ('delegate', 'Superintendent’s delegate'), ('council_member', 'Council member'), ('vendor', 'Vendor'), ('staff', 'Staff')], max_length=20)),
                ('sign_in', models.EmailField(blank=True, max_length=254)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('proposed_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('yes', 'said yes'), ('no', 'said no')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-proposed_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='hat',
            name='begins_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hat',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hat',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='people.hat'),
        ),
        migrations.AddField(
            model_name='hat',
            name='followed_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hat',
            name='handed_over_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='locked_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='person',
            name='locked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='locked_why',
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name='hat',
            name='during',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.comparison.Coalesce('begins_at', collaborative.database.ranges.LocalMidnight('starts_on')), django.db.models.functions.comparison.Coalesce('ended_at', collaborative.database.ranges.LocalMidnight('ends_on', days=1)), models.Value('[)'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()),
        ),
        migrations.RunPython(leave_one_holder, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='hat',
            constraint=models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='people_hat_during_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='hat',
            constraint=models.CheckConstraint(condition=models.Q(('begins_at__isnull', True), models.Q(('begins_at__gte', collaborative.database.ranges.LocalMidnight('starts_on')), ('begins_at__lt', collaborative.database.ranges.LocalMidnight('starts_on', days=1))), _connector='OR'), name='people_hat_begins_on_first_day'),
        ),
        migrations.AddConstraint(
            model_name='hat',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_at__gte', collaborative.database.ranges.LocalMidnight('ends_on')), ('ended_at__lt', collaborative.database.ranges.LocalMidnight('ends_on', days=1)), ('ends_on__isnull', False)), _connector='OR'), name='people_hat_ended_on_last_day'),
        ),
        migrations.AddConstraint(
            model_name='hat',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'rec_director')), expressions=[(collaborative.database.ranges.Int8Range(models.F('organization'), models.F('organization'), models.Value('[]')), '&&'), ('during', '&&')], name='people_hat_one_rec_director', violation_error_message='Somebody else holds this role then.'),
        ),
        migrations.AddConstraint(
            model_name='hat',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'superintendent')), expressions=[(collaborative.database.ranges.Int8Range(models.F('organization'), models.F('organization'), models.Value('[]')), '&&'), ('during', '&&')], name='people_hat_one_superintendent', violation_error_message='Somebody else holds this role then.'),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='people.hat'),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to='people.organization'),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roleproposal',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='roleproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='people_proposal_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='roleproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'yes'), _negated=True), models.Q(('answered_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='people_proposal_by_two'),
        ),
        migrations.AddConstraint(
            model_name='roleproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('role', 'organization', 'person'), name='people_proposal_open_once'),
        ),
    ]
