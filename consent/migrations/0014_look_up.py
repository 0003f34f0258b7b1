"""What the desk looks up by: parts of titles and names, without capitals and accents, by indexes of trigrams.

``pg_trgm`` comes with PostgreSQL (and with the trial's); whoever owns a database may add it. The indexes hold what the
function returns, so there is no second copy of a name that erasure would have to know of. Every function in it is
PostgreSQL's own, so that a restore, which has no search path, finds them.
"""

from django.db import migrations

FOLDED = r"""
CREATE FUNCTION akkoord_folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || translate(
    lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]+', '', 'g')), 'ıøłđßæœþð', 'ioldsaotd'
)
"""
"""As ``consent.finding.folded`` does it in Python, with a space before it: each word then follows one."""

INDEXES = {
    "request_title_trigrams": "consent_request USING gin (akkoord_folded(title) gin_trgm_ops)",
    "subject_name_trigrams": "consent_subject USING gin (akkoord_folded(name) gin_trgm_ops)",
    "user_name_trigrams": "accounts_user USING gin (akkoord_folded(name) gin_trgm_ops)",
}


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("accounts", "0005_institution_joined"),
        ("consent", "0013_children_take_back"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.RunSQL(FOLDED, "DROP FUNCTION akkoord_folded(text)"),
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")  # our own constants
            for name, what in INDEXES.items()
        ),
    ]
