import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.replaced_migrations import REPLACED_TOGETHER


class Migration(migrations.Migration):

    initial = True

    replaces = REPLACED_TOGETHER

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("journal", "0001_squashed_0008_sentences_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=80)),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                ('due', models.DateTimeField()),
                ('address', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('body', models.TextField()),
                ('calendar', models.TextField(blank=True)),
                ('calendar_method', models.CharField(blank=True, max_length=10)),
                ('data', models.JSONField(default=dict)),
                ('written_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('try_again_at', models.DateTimeField(null=True)),
                ('not_after', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('message_id', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-due', '-id'],
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('sent_at__isnull', True), ('stopped_at__isnull', True)), fields=['due'], name='letters_letter_waiting'), models.Index(fields=['about'], name='letters_letter_about'), models.Index(fields=['recipient', '-due'], name='letters_letter_recipient')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'about', 'recipient', 'due'), name='letters_letter_once'), models.CheckConstraint(condition=models.Q(models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('stopped_at__isnull', True)), models.Q(('given_up_at__isnull', True), ('refused_at__isnull', True), ('sent_at__isnull', True)), models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True), ('stopped_at__isnull', True)), models.Q(('refused_at__isnull', True), ('sent_at__isnull', True), ('stopped_at__isnull', True)), _connector='OR'), name='letters_letter_one_end')],
            },
        ),
        migrations.CreateModel(
            name='Delivered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('to', models.EmailField(db_index=True, max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('body', models.TextField()),
                ('calendar', models.TextField(blank=True)),
                ('message_id', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop),  # no way back: it would forget those of the other apps
    ]
