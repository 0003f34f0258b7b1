"""How personal data is destroyed in rows that may only grow: by functions that want a record of it first (decision 0016)."""

from django.db import migrations

# As 0004_rows_proven does for the other tables that may only grow.
NEW = (
    "consent_destruction",
    "consent_destroyedrow",
    "consent_destroyedfile",
    "consent_legalhold",
    "consent_legalholdend",
)
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON {table}; DROP TRIGGER never_emptied ON {table};"

# Whose data it is: of which request, and of which subject where it is one person's.
FUNCTIONS = r"""
CREATE FUNCTION consent_destruction_of(of_destruction bigint) RETURNS consent_destruction
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    found consent_destruction;
BEGIN
    SELECT * INTO found FROM consent_destruction WHERE id = of_destruction;
    IF found.id IS NULL THEN
        RAISE EXCEPTION 'No record of destruction %', of_destruction;
    END IF;
    IF EXISTS (
        SELECT 1 FROM consent_legalhold AS hold WHERE hold.request_id = found.request_id
        AND NOT EXISTS (SELECT 1 FROM consent_legalholdend AS ended WHERE ended.hold_id = hold.id)
    ) THEN
        RAISE EXCEPTION 'A legal hold stops destruction %', of_destruction;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION consent_whose(of_kind text, of_key bigint, OUT request_id bigint, OUT subject_id bigint)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    of_signature bigint;
BEGIN
    CASE of_kind
    WHEN 'consent_signature' THEN of_signature := of_key;
    WHEN 'consent_identityproof' THEN
        SELECT row.signature_id INTO of_signature FROM consent_identityproof AS row WHERE row.id = of_key;
    WHEN 'consent_paperform' THEN
        SELECT row.signature_id INTO of_signature FROM consent_paperform AS row WHERE row.id = of_key;
    WHEN 'consent_freeze' THEN
        SELECT row.subject_id INTO subject_id FROM consent_freeze AS row WHERE row.id = of_key;
    WHEN 'consent_representativeroute' THEN
        SELECT row.subject_id INTO subject_id FROM consent_representativeroute AS row WHERE row.id = of_key;
    WHEN 'consent_review' THEN
        SELECT row.request_id INTO request_id FROM consent_review AS row WHERE row.id = of_key;
    WHEN 'consent_publication' THEN
        SELECT used.request_id INTO request_id FROM consent_publication AS row
        JOIN consent_use AS used ON used.id = row.use_id WHERE row.id = of_key;
    ELSE RAISE EXCEPTION 'Rows of % are never destroyed', of_kind;
    END CASE;
    IF of_signature IS NOT NULL THEN
        SELECT signer.subject_id INTO subject_id FROM consent_signature AS row
        JOIN consent_signer AS signer ON signer.id = row.signer_id WHERE row.id = of_signature;
    END IF;
    IF subject_id IS NOT NULL THEN
        SELECT subject.request_id INTO request_id FROM consent_subject AS subject WHERE subject.id = subject_id;
    END IF;
END $$;

CREATE FUNCTION consent_content(of_kind text, of_key bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    content text;
    answers text;
BEGIN
    EXECUTE format('SELECT jsonb_strip_nulls(to_jsonb(row))::text FROM %I AS row WHERE row.id = $1', of_kind)
    INTO content USING of_key;
    IF of_kind = 'consent_signature' THEN
        SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(answer)) ORDER BY answer.id)::text
        INTO answers FROM consent_answer AS answer WHERE answer.signature_id = of_key;
    END IF;
    RETURN content || coalesce(answers, '');
END $$;

-- What is left of a row: what no person can be known by. Texts that must not be empty become '-'.
CREATE FUNCTION consent_empty(of_kind text, of_key bigint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    CASE of_kind
    WHEN 'consent_signature' THEN
        UPDATE consent_signature SET sheet = '', helper = '', vouched_by = '', capacity_confirmed_by = '',
            childs_view = '', interpreter = NULL, relation = NULL, address = NULL, device = '',
            typed_name = CASE WHEN mark = 'drawn' THEN '' ELSE '-' END,
            strokes = CASE WHEN mark = 'drawn' THEN '[[]]'::jsonb ELSE '[]'::jsonb END,
            witness = CASE WHEN mark = 'assisted' THEN '-' ELSE '' END
        WHERE id = of_key;
        UPDATE consent_answer SET text = '' WHERE signature_id = of_key;
    WHEN 'consent_identityproof' THEN
        UPDATE consent_identityproof SET name = '', organisation = '', subject = '' WHERE id = of_key;
    WHEN 'consent_paperform' THEN UPDATE consent_paperform SET seen_by = '' WHERE id = of_key;
    WHEN 'consent_freeze' THEN UPDATE consent_freeze SET note = '' WHERE id = of_key;
    WHEN 'consent_representativeroute' THEN
        UPDATE consent_representativeroute SET officer = '-', reason = '-' WHERE id = of_key;
    WHEN 'consent_review' THEN
        UPDATE consent_review SET note = CASE WHEN note = '' THEN '' ELSE '-' END, conditions = '' WHERE id = of_key;
    WHEN 'consent_publication' THEN UPDATE consent_publication SET place = '-', url = '' WHERE id = of_key;
    END CASE;
END $$;

-- pgtrigger's own switch is set for as long as the function runs; without rights on the tables it opens nothing.
CREATE FUNCTION consent_destroy_row(of_destruction bigint, of_kind text, of_key bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET pgtrigger.ignore = '{}' AS $$
DECLARE
    told consent_destruction := consent_destruction_of(of_destruction);
    whose record;
    line consent_proof;
    its_salt text := replace(gen_random_uuid()::text, '-', '');
BEGIN
    SELECT * INTO whose FROM consent_whose(of_kind, of_key);
    IF whose.request_id IS DISTINCT FROM told.request_id
        OR told.subject_id IS NOT NULL AND whose.subject_id IS DISTINCT FROM told.subject_id THEN
        RAISE EXCEPTION 'Row % of % is not in destruction %', of_key, of_kind, of_destruction;
    END IF;
    SELECT * INTO STRICT line FROM consent_proof AS proof WHERE proof.kind = of_kind AND proof.key = of_key FOR UPDATE;
    IF line.digest <> encode(sha256(convert_to(
        line.salt || '|' || consent_content(of_kind, of_key), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'Row % of % was changed: it is not destroyed before somebody looked', of_key, of_kind;
    END IF;
    PERFORM set_config('pgtrigger.ignore', (
        SELECT array_agg(tgname)::text FROM pg_trigger
        WHERE tgname ~ '^pgtrigger_.*_append_only_' AND tgrelid IN (
            of_kind::regclass, 'consent_answer'::regclass, 'consent_proof'::regclass)
    ), true);
    PERFORM consent_empty(of_kind, of_key);
    UPDATE consent_proof AS proof SET salt = '' WHERE proof.position = line.position;
    INSERT INTO consent_destroyedrow (destruction_id, kind, key, digest, salt, after)
    VALUES (of_destruction, of_kind, of_key, line.digest, its_salt, encode(sha256(convert_to(
        its_salt || '|' || consent_content(of_kind, of_key), 'UTF8')), 'hex'));
END $$;

CREATE FUNCTION consent_destroy_facts(of_destruction bigint, of_events bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told consent_destruction := consent_destruction_of(of_destruction);
    gone bigint;
BEGIN
    DELETE FROM consent_eventfacts AS facts USING consent_event AS event
    WHERE event.id = facts.event_id AND event.id = ANY (of_events) AND event.request_id = told.request_id
    AND event.kind NOT IN ('erased', 'held', 'released');
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE EXECUTE ON FUNCTION consent_empty(text, bigint) FROM PUBLIC;
"""
UNDO_FUNCTIONS = """
DROP FUNCTION consent_destroy_facts(bigint, bigint[]);
DROP FUNCTION consent_destroy_row(bigint, text, bigint);
DROP FUNCTION consent_empty(text, bigint);
DROP FUNCTION consent_content(text, bigint);
DROP FUNCTION consent_whose(text, bigint);
DROP FUNCTION consent_destruction_of(bigint);
"""


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("consent", "0018_retention")]

    operations = [
        *(migrations.RunSQL(PROVE.format(table=table), UNDO_PROVE.format(table=table)) for table in NEW),
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
    ]
