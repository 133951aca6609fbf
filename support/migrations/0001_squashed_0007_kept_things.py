import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about
from collaborative.database.replaced_migrations import REPLACED_TOGETHER


class Migration(migrations.Migration):

    initial = True

    replaces = REPLACED_TOGETHER

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("duties", "0001_squashed_0004_sentences_kept"),
        ("recs", "0001_squashed_0003_located_venues"),
        ("trainings", "0001_squashed_0017_order_without_joins"),
        ("coaching", "0001_squashed_0004_named_places_of_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name='LastNumber',
            fields=[
                ('fiscal_year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SupportRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True)),
                ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='people.organization')),
                ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='support_queue', to='people.organization')),
                ('topic', models.CharField(choices=[('assistance', 'technical assistance'), ('coaching', 'coaching'), ('training', 'training'), ('technology', 'technology'), ('ancillary', 'ancillary services'), ('other', 'something else')], max_length=12)),
                ('what', models.TextField()),
                ('for_whom', models.CharField(max_length=200)),
                ('needed_by', models.DateField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='support_asked', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('asked_on', models.DateField(db_index=True)),
                ('before', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_again', to='support.supportrequest')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_owned', to=settings.AUTH_USER_MODEL)),
                ('answer_by', models.DateField()),
                ('first_answer_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('training', 'a training'), ('visit', 'a coaching visit'), ('assistance', 'technical assistance'), ('referral', 'a referral to a partner agency'), ('no', 'a “no” with a reason'), ('withdrawn', 'withdrawn by the district')], max_length=12)),
                ('outcome_words', models.TextField(blank=True)),
                ('training', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='trainings.training')),
                ('visit', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_requests', to='coaching.visit')),
                ('partner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_referrals', to='recs.partneragency')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('helped', models.BooleanField(null=True)),
                ('helped_words', models.CharField(blank=True, max_length=300)),
                ('helped_at', models.DateTimeField(blank=True, null=True)),
                ('search_key', models.TextField(editable=False)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['rec', 'asked_on'], name='support_request_queue'), models.Index(fields=['district', 'asked_on'], name='support_request_district')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='support_request_closed_whole'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'no'), _negated=True), models.Q(('outcome_words', ''), _negated=True), _connector='OR'), name='support_request_no_is_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'training'), _negated=True), ('training__isnull', False), _connector='OR'), name='support_request_training_linked'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'visit'), _negated=True), ('visit__isnull', False), _connector='OR'), name='support_request_visit_linked'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'referral'), _negated=True), ('partner__isnull', False), _connector='OR'), name='support_request_partner_linked'), models.CheckConstraint(condition=models.Q(models.Q(('helped__isnull', True), ('helped_at__isnull', True)), models.Q(('helped__isnull', False), ('helped_at__isnull', False)), _connector='OR'), name='support_request_helped_pair'), models.CheckConstraint(condition=models.Q(('helped__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='support_request_rated_when_ended'), models.CheckConstraint(condition=models.Q(('topic__in', ['assistance', 'coaching', 'training', 'technology', 'ancillary', 'other'])), name='support_request_topic_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'training', 'visit', 'assistance', 'referral', 'no', 'withdrawn'])), name='support_request_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='SupportMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='support.supportrequest')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('from_rec', models.BooleanField()),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='support_message_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Assistance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistance', to='people.organization')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistance_given', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField(db_index=True)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('medium', models.CharField(choices=[('phone', 'phone'), ('mail', 'mail'), ('video', 'video'), ('visit', 'on site')], max_length=8)),
                ('topic', models.CharField(choices=[('assistance', 'technical assistance'), ('coaching', 'coaching'), ('training', 'training'), ('technology', 'technology'), ('ancillary', 'ancillary services'), ('other', 'something else')], max_length=12)),
                ('text', models.TextField()),
                ('request', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assistance', to='support.supportrequest')),
                ('logged_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'assistance',
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['rec', 'on'], name='support_assistance_rec')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='support_assistance_minutes'), models.UniqueConstraint(fields=('request',), name='support_assistance_counted_once'), models.CheckConstraint(condition=models.Q(('medium__in', ['phone', 'mail', 'video', 'visit'])), name='support_assistance_medium_known'), models.CheckConstraint(condition=models.Q(('topic__in', ['assistance', 'coaching', 'training', 'technology', 'ancillary', 'other'])), name='support_assistance_topic_known')],
            },
        ),
        keeps_what_is_about("duties_duty", "support_supportrequest"),
        migrations.RunPython(migrations.RunPython.noop),  # no way back: it would forget those of the other apps
    ]
