"""Migrations of the apps whose tables moved among them: coaching's were made by trainings, letters' by the journal.

The squashed set of each of these apps replaces all of them, so that Django takes either the new sets of all five or the old
files of all five. Each replacing its own alone, a database that has trainings and not yet coaching would be given coaching's
tables a second time. See docs/decisions/migrations.md."""

REPLACED_TOGETHER = [
    ("journal", "0001_initial"),
    ("journal", "0002_append_only"),
    ("journal", "0003_initiative_history"),
    ("journal", "0004_fewer_indexes"),
    ("journal", "0005_known_choices"),
    ("journal", "0006_without_letters"),
    ("journal", "0007_keys_of_people"),
    ("letters", "0001_initial"),
    ("trainings", "0001_initial"),
    ("trainings", "0002_hours_append_only"),
    ("trainings", "0003_never_oversold"),
    ("trainings", "0004_what_is_ahead_and_open"),
    ("trainings", "0005_indexes"),
    ("trainings", "0006_who_allowed_a_booking"),
    ("trainings", "0007_allowed_with_name_and_reason"),
    ("trainings", "0008_revoked_with_reason_published_with_days"),
    ("trainings", "0009_visits_that_finish_a_step"),
    ("trainings", "0010_fewer_indexes"),
    ("trainings", "0011_known_choices"),
    ("trainings", "0012_fold_keys"),
    ("trainings", "0013_without_coaching"),
    ("trainings", "0014_letters_of_invitations"),
    ("trainings", "0015_status_of_registrations"),
    ("coaching", "0001_initial"),
    ("coaching", "0002_location_of_visits"),
    ("coaching", "0003_named_places_of_visits"),
    ("support", "0001_initial"),
    ("support", "0002_withdrawn_and_asked_again"),
    ("support", "0003_fewer_indexes"),
    ("support", "0004_known_choices"),
    ("support", "0005_fold_keys"),
    ("support", "0006_visits_of_coaching"),
]
