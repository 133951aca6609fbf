"""The ground the other tests stand on."""

import smtplib
import threading
from email.message import EmailMessage

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction


def names_of_databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def current_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return cursor.fetchone()[0]


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id int)")


def tables() -> list[str]:
    return connection.introspection.table_names()


def test_clone_may_commit_and_is_alone(cloned_db):
    make_table()

    assert transaction.get_autocommit()
    assert current_database() == cloned_db
    assert "django_migrations" in tables()


def test_the_next_clone_knows_nothing_of_it(cloned_db):
    assert "left_behind" not in tables()


def test_threads_work_in_the_same_clone(cloned_db):
    seen = []

    def look():
        seen.append(current_database())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [cloned_db]


def test_plain_tests_have_a_database_of_their_worker(db):
    assert current_database().startswith("clc_test_")
    assert current_database() in names_of_databases()


def test_sink_takes_mail_over_smtp(smtp_sink):
    send_mail("Hello", "A line.", "from@example.org", ["ana@example.org"])

    letter = smtp_sink.next_to("Ana@example.org")

    assert (letter.subject, letter.text.strip()) == ("Hello", "A line.")


def test_sink_refuses_whom_it_is_told_to_refuse(smtp_sink):
    smtp_sink.refused.add("gone@example.org")
    message = EmailMessage()
    message["To"] = "gone@example.org"

    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as client, pytest.raises(smtplib.SMTPRecipientsRefused) as raised:
        client.send_message(message, "from@example.org", ["gone@example.org"])

    assert raised.value.recipients == {"gone@example.org": (550, b"No such person here")}
    assert smtp_sink.messages == []
