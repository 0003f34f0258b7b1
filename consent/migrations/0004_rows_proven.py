"""PostgreSQL writes a chained line of proof for each row that may only grow, and empties none of those tables (decision 0011)."""

from django.db import migrations

PROVEN = (
    "accounts_accountevent",
    "consent_access",
    "consent_document",
    "consent_freeze",
    "consent_postponement",
    "consent_publication",
    "consent_refusal",
    "consent_review",
    "consent_secondyes",
    "consent_signature",
    "consent_voiding",
    "consent_withdrawal",
)
NEVER_EMPTIED = (
    *PROVEN,
    "consent_answer",
    "consent_chainhead",
    "consent_event",
    "consent_eventfacts",
    "consent_proof",
    "consent_proofhead",
    "consent_wording",
    "consent_wordingtext",
)

# Who writes a row has no rights on the proof itself: the functions run with those of their owner.
FUNCTIONS = """
INSERT INTO consent_proofhead (id, position, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;

CREATE FUNCTION consent_prove_row(of_kind text, of_key bigint, content text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    its_salt text := replace(gen_random_uuid()::text, '-', '');
    its_digest text := encode(sha256(convert_to(its_salt || '|' || content, 'UTF8')), 'hex');
    head record;
BEGIN
    UPDATE consent_proofhead
    SET position = position + 1,
        hash = encode(sha256(convert_to(
            concat_ws('|', hash, position + 1, of_kind, of_key, its_digest), 'UTF8')), 'hex')
    WHERE id = 1 RETURNING position, hash INTO STRICT head;
    INSERT INTO consent_proof (position, kind, key, salt, digest, hash)
    VALUES (head.position, of_kind, of_key, its_salt, its_digest, head.hash);
END $$;

-- At the end of the transaction, so that a signature has its answers and nobody holds the head while waiting for a lock.
CREATE FUNCTION consent_prove() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    content text := jsonb_strip_nulls(to_jsonb(NEW))::text;
BEGIN
    IF TG_TABLE_NAME = 'consent_signature' THEN
        SELECT content || coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(answer)) ORDER BY answer.id)::text, '')
        INTO content FROM consent_answer AS answer WHERE answer.signature_id = NEW.id;
    END IF;
    PERFORM consent_prove_row(TG_TABLE_NAME, NEW.id, content);
    RETURN NULL;
END $$;

CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Cannot truncate % table', TG_TABLE_NAME;
END $$;

REVOKE EXECUTE ON FUNCTION consent_prove_row(text, bigint, text), consent_prove() FROM PUBLIC;
"""
UNDO_FUNCTIONS = """
DROP FUNCTION consent_refuse(); DROP FUNCTION consent_prove(); DROP FUNCTION consent_prove_row(text, bigint, text);
"""
CONTENT = "jsonb_strip_nulls(to_jsonb(row))::text"
ANSWERS = """ || coalesce((SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(answer)) ORDER BY answer.id)::text
FROM consent_answer AS answer WHERE answer.signature_id = row.id), '')"""


def prove(table: str) -> migrations.RunSQL:
    """Prove what is there already, and every row from now on."""
    content = CONTENT + ANSWERS if table == "consent_signature" else CONTENT
    return migrations.RunSQL(
        f"""
        SET CONSTRAINTS ALL IMMEDIATE;
        SET LOCAL timezone = 'UTC';
        SELECT consent_prove_row('{table}', id, {content}) FROM (SELECT * FROM {table} ORDER BY id) AS row;
        CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION consent_prove();
        """,
        f"DROP TRIGGER prove ON {table}",
    )


def never_empty(table: str) -> migrations.RunSQL:
    """Refuse TRUNCATE, which row triggers do not see."""
    return migrations.RunSQL(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()",
        f"DROP TRIGGER never_emptied ON {table}",
    )


class Migration(migrations.Migration):
    """After the tables of proof."""

    dependencies = [("accounts", "0002_invites_and_trace"), ("consent", "0003_proof")]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
        *map(prove, PROVEN),
        *map(never_empty, NEVER_EMPTIED),
    ]
