import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import references_kept


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("files", "0001_initial"),
        ("files", "0002_fewer_indexes"),
        ("files", "0003_about_things"),
    ]

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('about_id', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('uploaded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['uploaded_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', 10485760)), name='files_upload_size_within_limit'), models.UniqueConstraint(fields=('about_type', 'about_id', 'sha256'), name='files_upload_once_per_thing')],
            },
        ),
        references_kept("files_upload"),
    ]
