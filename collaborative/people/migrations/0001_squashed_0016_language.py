import collaborative.database.ranges
import collaborative.people.models.person
import collaborative.web.languages
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_no_admin_site"),
        ("people", "0003_no_grades"),
        ("people", "0004_made_in_demo"),
        ("people", "0005_made_for"),
        ("people", "0006_record_changes"),
        ("people", "0007_claims"),
        ("people", "0008_merges"),
        ("people", "0009_power_ends_now"),
        ("people", "0010_fold_names"),
        ("people", "0011_fewer_indexes"),
        ("people", "0012_known_choices"),
        ("people", "0013_parent_and_ancestors"),
        ("people", "0014_people_who_are_here"),
        ("people", "0015_order_without_joins"),
        ("people", "0016_language"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ped', 'state department'), ('bureau', 'bureau'), ('rec', 'REC'), ('district', 'district'), ('school', 'school'), ('vendor', 'vendor'), ('partner', 'partner agency')], max_length=10)),
                ('name', models.CharField(max_length=160)),
                ('short_name', models.CharField(max_length=60)),
                ('sort_key', models.CharField(editable=False, max_length=160)),
                ('search_key', models.CharField(editable=False, max_length=400)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations_under', to='people.organization')),
                ('ancestors', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
                ('time_zone', models.CharField(default='America/Denver', max_length=40)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['sort_key', 'id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['ancestors'], name='people_org_ancestors'), models.Index(fields=['kind', 'sort_key'], name='people_org_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['ped', 'bureau', 'rec', 'district', 'school', 'vendor', 'partner'])), name='people_org_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.organization')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations_under', to='people.organization')),
                ('starts_on', models.DateField()),
                ('source', models.TextField()),
            ],
            options={
                'ordering': ['organization_id', '-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'starts_on'), name='people_affiliation_one_a_day'), models.CheckConstraint(condition=models.Q(('organization', models.F('parent')), _negated=True), name='people_affiliation_not_itself')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('handle', models.CharField(max_length=80, unique=True)),
                ('given_name', models.CharField(max_length=80, verbose_name='given name')),
                ('family_name', models.CharField(max_length=80, verbose_name='family name')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='sign-in address')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact address')),
                ('language', models.CharField(default=collaborative.web.languages.house_language, editable=False, max_length=10)),
                ('sort_key', models.CharField(editable=False, max_length=170)),
                ('search_key', models.CharField(editable=False, max_length=340)),
                ('is_active', models.BooleanField(default=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to=settings.AUTH_USER_MODEL)),
                ('sign_in_nonce', models.CharField(default=secrets.token_hex, editable=False, max_length=64)),
                ('is_demo', models.BooleanField(default=collaborative.people.models.person.made_in_demo, editable=False)),
                ('made_for', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people_made_for', to='people.organization')),
                ('locked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('locked_why', models.CharField(blank=True, editable=False, max_length=300)),
                ('locked_by', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['sort_key', 'id'],
                'indexes': [models.Index(condition=models.Q(('is_active', True), ('merged_into__isnull', True)), fields=['sort_key', 'id'], name='people_person_here_in_order'), models.Index(condition=models.Q(('is_active', True), ('merged_into__isnull', True)), fields=['id'], name='people_person_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='people_person_no_empty_email'), models.CheckConstraint(condition=models.Q(('email__isnull', True), ('email', django.db.models.functions.text.Lower('email')), _connector='OR'), name='people_person_lower_email'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='people_person_not_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='people.organization')),
                ('role', models.CharField(choices=[('ped_leader', 'PED leadership'), ('bureau_staff', 'PED bureau staff'), ('rec_director', 'REC director'), ('rec_coordinator', 'REC coordinator'), ('coach', 'REC expert or coach'), ('superintendent', 'District superintendent'), ('delegate', 'Superintendent’s delegate'), ('council_member', 'Council member'), ('vendor', 'Vendor'), ('staff', 'Staff')], default='staff', max_length=20)),
                ('position', models.CharField(blank=True, max_length=80)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('claimed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='claims_made', to=settings.AUTH_USER_MODEL)),
                ('claimed_at', models.DateTimeField()),
                ('lapses_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('withdrawn', 'withdrawn'), ('lapsed', 'lapsed')], max_length=10)),
                ('how', models.CharField(blank=True, choices=[('person', 'by the person'), ('keeper', 'by who keeps the roster of the place they have'), ('rec', 'by the REC, since no address answers')], max_length=10)),
                ('ended_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-claimed_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organization'], name='people_claim_open_at'), models.Index(fields=['person', '-ended_at'], name='people_claim_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'organization', 'role'), name='people_claim_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='people_claim_end_has_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ('yes', 'no')), models.Q(('how', ''), _negated=True)), models.Q(models.Q(('outcome__in', ('yes', 'no')), _negated=True), ('how', '')), _connector='OR'), name='people_claim_answer_says_how'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'rec'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='people_claim_rec_says_why'), models.CheckConstraint(condition=models.Q(('role__in', ['ped_leader', 'bureau_staff', 'rec_director', 'rec_coordinator', 'coach', 'superintendent', 'delegate', 'council_member', 'vendor', 'staff'])), name='people_claim_known_role'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'yes', 'no', 'withdrawn', 'lapsed'])), name='people_claim_outcome_known'), models.CheckConstraint(condition=models.Q(('how__in', ['', 'person', 'keeper', 'rec'])), name='people_claim_how_known')],
            },
        ),
        migrations.CreateModel(
            name='Hat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hats', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('ped_leader', 'PED leadership'), ('bureau_staff', 'PED bureau staff'), ('rec_director', 'REC director'), ('rec_coordinator', 'REC coordinator'), ('coach', 'REC expert or coach'), ('superintendent', 'District superintendent'), ('delegate', 'Superintendent’s delegate'), ('council_member', 'Council member'), ('vendor', 'Vendor'), ('staff', 'Staff')], max_length=20)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hats', to='people.organization')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('begins_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('during', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.comparison.Coalesce('begins_at', collaborative.database.ranges.LocalMidnight('starts_on')), django.db.models.functions.comparison.Coalesce('ended_at', collaborative.database.ranges.LocalMidnight('ends_on', days=1)), models.Value('[)'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField())),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='people.hat')),
                ('followed_until', models.DateField(blank=True, null=True)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.CharField(blank=True, max_length=80)),
                ('given_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hats_given', to=settings.AUTH_USER_MODEL)),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['person', 'starts_on', 'id'],
                'indexes': [models.Index(fields=['organization', 'role'], name='people_hat_holders')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='people_hat_dates_in_order'), models.CheckConstraint(condition=models.Q(('during__isempty', False)), name='people_hat_during_not_empty'), models.CheckConstraint(condition=models.Q(('begins_at__isnull', True), models.Q(('begins_at__gte', collaborative.database.ranges.LocalMidnight('starts_on')), ('begins_at__lt', collaborative.database.ranges.LocalMidnight('starts_on', days=1))), _connector='OR'), name='people_hat_begins_on_first_day'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_at__gte', collaborative.database.ranges.LocalMidnight('ends_on')), ('ended_at__lt', collaborative.database.ranges.LocalMidnight('ends_on', days=1)), ('ends_on__isnull', False)), _connector='OR'), name='people_hat_ended_on_last_day'), models.CheckConstraint(condition=models.Q(('role__in', ['ped_leader', 'bureau_staff', 'rec_director', 'rec_coordinator', 'coach', 'superintendent', 'delegate', 'council_member', 'vendor', 'staff'])), name='people_hat_known_role'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'role', 'organization'), name='people_hat_open_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'rec_director')), expressions=[(collaborative.database.ranges.Int8Range(models.F('organization'), models.F('organization'), models.Value('[]')), '&&'), ('during', '&&')], name='people_hat_one_rec_director', violation_error_message='Somebody else holds this role then.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'superintendent')), expressions=[(collaborative.database.ranges.Int8Range(models.F('organization'), models.F('organization'), models.Value('[]')), '&&'), ('during', '&&')], name='people_hat_one_superintendent', violation_error_message='Somebody else holds this role then.')],
            },
        ),
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
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(max_length=80)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('merged_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('no', 'an address said no'), ('lapsed', 'not all answered within thirty days'), ('changed', 'an address or a name changed meanwhile'), ('other', 'one of the two was merged another way')], max_length=10)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moved', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['kept', 'merged_at'], name='people_merge_kept')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='people_merge_of_two'), models.UniqueConstraint(condition=models.Q(('merged_at__isnull', False), ('undone_at__isnull', True)), fields=('gone',), name='people_merge_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('merged_at__isnull', True)), fields=('kept', 'gone'), name='people_merge_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('merged_at__isnull', True), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='people_merge_ended_why'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('merged_at__isnull', False), ('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='people_merge_undone_by'), models.CheckConstraint(condition=models.Q(('ended_why__in', ['', 'no', 'lapsed', 'changed', 'other'])), name='people_merge_ended_why_known')],
            },
        ),
        migrations.CreateModel(
            name='MergeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merge', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='people.merge')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('address', models.EmailField(max_length=254)),
                ('said_yes_at', models.DateTimeField(blank=True, null=True)),
                ('with_notes', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('merge', 'address'), name='people_merge_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='TwoPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='people_two_people_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='people_two_people_in_order')],
            },
        ),
        migrations.CreateModel(
            name='RecordChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='record_changes', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('grade', models.CharField(choices=[('proposed', 'a second yes'), ('two at ped', 'the person, or two people at PED')], max_length=12)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_as', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('mark', models.CharField(editable=False, max_length=16)),
                ('first_yes_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_yes_at', models.DateTimeField(null=True)),
                ('confirmed_how', models.CharField(blank=True, choices=[('person', 'the person'), ('second at rec', 'a second person at the REC'), ('second at ped', 'two people at PED')], max_length=15)),
                ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('applies_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('refused_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_at', models.DateTimeField(null=True)),
                ('stopped_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['applies_at'], name='people_change_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('applied_at__isnull', True), ('lapsed_at__isnull', True), ('refused_at__isnull', True), ('stopped_at__isnull', True)), fields=('person',), name='people_change_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('applies_at__isnull', True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_how', '')), models.Q(('applies_at__isnull', False), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_how', ''), _negated=True)), _connector='OR'), name='people_change_confirmed_whole'), models.CheckConstraint(condition=models.Q(('applied_at__isnull', True), ('applied_at__gte', models.F('applies_at')), _connector='OR'), name='people_change_after_its_wait'), models.CheckConstraint(condition=models.Q(models.Q(('first_yes_at__isnull', True), ('first_yes_by__isnull', True)), models.Q(('first_yes_at__isnull', False), ('first_yes_by__isnull', False)), _connector='OR'), name='people_change_first_yes_whole'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', True), ('refused_by__isnull', True)), models.Q(('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='people_change_refused_whole'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('stopped_by__isnull', True)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False)), _connector='OR'), name='people_change_stopped_whole'), models.CheckConstraint(condition=models.Q(('first_yes_by__isnull', True), ('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('first_yes_by')), _negated=True), _connector='OR'), name='people_change_two_people'), models.CheckConstraint(condition=models.Q(('asked_by', models.F('person')), _negated=True), name='people_change_by_others'), models.CheckConstraint(condition=models.Q(('grade__in', ['proposed', 'two at ped'])), name='people_change_grade_known'), models.CheckConstraint(condition=models.Q(('confirmed_how__in', ['', 'person', 'second at rec', 'second at ped'])), name='people_change_confirmed_how_known')],
            },
        ),
        migrations.CreateModel(
            name='RoleProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('ped_leader', 'PED leadership'), ('bureau_staff', 'PED bureau staff'), ('rec_director', 'REC director'), ('rec_coordinator', 'REC coordinator'), ('coach', 'REC expert or coach'), ('superintendent', 'District superintendent'), ('delegate', 'Superintendent’s delegate'), ('council_member', 'Council member'), ('vendor', 'Vendor'), ('staff', 'Staff')], max_length=20)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to='people.organization')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='role_proposals', to=settings.AUTH_USER_MODEL)),
                ('sign_in', models.EmailField(blank=True, max_length=254)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='people.hat')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('yes', 'said yes'), ('no', 'said no')], max_length=10)),
                ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-proposed_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='people_proposal_answered_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'yes'), _negated=True), models.Q(('answered_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='people_proposal_by_two'), models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('role', 'organization', 'person'), name='people_proposal_open_once'), models.CheckConstraint(condition=models.Q(('role__in', ['ped_leader', 'bureau_staff', 'rec_director', 'rec_coordinator', 'coach', 'superintendent', 'delegate', 'council_member', 'vendor', 'staff'])), name='people_proposal_role_known'), models.CheckConstraint(condition=models.Q(('answer__in', ['', 'yes', 'no'])), name='people_proposal_answer_known')],
            },
        ),
    ]
