from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("trainings", "0009_visits_that_finish_a_step")]

    operations = [
        WithoutIndex(
            {
                "attendance": ["marked_by", "meeting"],
                "audiencemember": ["training"],
                "booking": ["meeting", "override_by"],
                "expertcertification": ["initiative"],
                "followupcycle": ["coach", "training"],
                "followupstep": ["cycle", "district", "done_by", "rec", "waived_by"],
                "hoursentry": ["entered_by", "organization", "person"],
                "invitation": ["addressee", "answered_by", "organization", "phoned_by", "training"],
                "meeting": ["training"],
                "privatenote": ["visit"],
                "registration": ["organization", "registered_by", "training"],
                "trainer": ["training"],
                "training": ["created_by", "host", "initiative", "leader_override_by"],
                "visit": ["coach", "district", "rec"],
            }
        )
    ]
