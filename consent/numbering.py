"""Hands out request numbers from a sequence in the database."""

from django.db import connection

from consent import numbers


def next_number() -> str:
    """Return a number that no request has. Numbers are never used twice, also when a transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('consent_request_number_seq')")
        return numbers.nth(cursor.fetchone()[0])
