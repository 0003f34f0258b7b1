"""The SQL of ``scale_data``. Each takes ``first`` and ``last`` (numbers of requests) and what ``load`` adds.

``scale_plan`` says of each request what its state is: of twenty, one is open, eight are approved, six closed, two expired,
two rejected, one cancelled.
"""

PLAN = """
CREATE TEMPORARY TABLE scale_plan ON COMMIT DROP AS
SELECT n,
       %(first_id)s + n - %(first)s AS id,
       CASE
           WHEN n %% 20 = 0 THEN (ARRAY['draft', 'intake', 'collecting', 'review', 'returned'])[1 + n / 20 %% 5]
           WHEN n %% 20 <= 8 THEN 'approved'
           WHEN n %% 20 <= 14 THEN 'closed'
           WHEN n %% 20 <= 16 THEN 'expired'
           WHEN n %% 20 <= 18 THEN 'rejected'
           ELSE 'cancelled'
       END AS status,
       CASE WHEN n %% 20 = 0 THEN %(now)s::timestamptz - (n %% 20000) * interval '1 minute'
            ELSE %(now)s::timestamptz - interval '30 days' - (%(total)s - n) * interval '150 seconds'
       END AS created_at
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""

USERS = """
INSERT INTO accounts_user (password, email, name, role, language, is_active, created_at)
SELECT '!', 'scale-' || n || '@student.example', 'Student ' || n, 'requester', 'nl', true, %(now)s
FROM generate_series(%(first)s::bigint / 50, %(last)s::bigint / 50) AS n
ON CONFLICT DO NOTHING
"""

REQUESTS = """
WITH digits AS (
    SELECT plan.*, rest, rest %% 23 AS a, rest / 23 %% 23 AS b, rest / 529 %% 23 AS c, rest / 12167 %% 23 AS d,
           rest / 279841 %% 23 AS e, rest / 6436343 %% 23 AS f
    FROM scale_plan AS plan, LATERAL (SELECT n * %(stride)s %% %(capacity)s AS rest) AS spread
)
INSERT INTO consent_request (
    id, number, requester_id, status, wording_id, title, purpose, programme_id, affiliation,
    supervisor_name, supervisor_mail, permitted_party, permitted_party_name, origin, existing_source, existing_owner,
    place, clinical_area, ward_contact, recorder, starts_at, ends_at, uses_brand, reactions_watcher, treats_patients,
    created_at, updated_at, submitted_at
)
SELECT digits.id,
       substr(%(alphabet)s, a::int + 1, 1) || substr(%(alphabet)s, b::int + 1, 1) || substr(%(alphabet)s, c::int + 1, 1)
       || substr(%(alphabet)s, d::int + 1, 1) || substr(%(alphabet)s, e::int + 1, 1) || substr(%(alphabet)s, f::int + 1, 1)
       || substr(%(alphabet)s, ((483 - a - 2 * b - 3 * c - 4 * d - 5 * e - 6 * f) * 10 %% 23)::int + 1, 1),
       accounts_user.id, digits.status, %(wording)s,
       (ARRAY['A day on', 'Interview at', 'Portraits of', 'Film about', 'Podcast from'])[1 + n %% 5]
       || ' ward ' || chr(65 + (n %% 26)::int) || n %% 97,
       'Photos and film for a blog about the internship.', %(programme)s, '', 'Dr. De Boer', 'supervisor@hospital.example',
       'student', '', 'new', '', '', 'Ward ' || chr(65 + (n %% 26)::int) || n %% 97, n %% 4 = 0, 'Ms Vos',
       accounts_user.name, digits.created_at + interval '14 days', digits.created_at + interval '14 days 2 hours', false,
       accounts_user.name, false,
       digits.created_at, digits.created_at,
       CASE WHEN digits.status <> 'draft' THEN digits.created_at + interval '1 hour' END
FROM digits JOIN accounts_user ON accounts_user.email = 'scale-' || n / 50 || '@student.example'
"""

MEDIA = """
INSERT INTO consent_requestedmedium (request_id, medium)
SELECT id, medium FROM scale_plan, unnest((ARRAY['photo', 'film', 'audio'])[1:(1 + n %% 3)::int]) AS medium
"""

USES = """
INSERT INTO consent_use (request_id, channel, name, url, account_type, brand_in_title, position)
SELECT id, 'own_account', 'Instagram @student' || n / 50, '', 'personal', false, 0 FROM scale_plan
UNION ALL
SELECT id, 'teaching', 'Lecture ' || n %% 40, '', '', false, 1 FROM scale_plan WHERE n %% 2 = 0
"""

SUBJECTS = """
INSERT INTO consent_subject (request_id, name, kind, is_patient_here, age_group, status, position)
SELECT id,
       (ARRAY['Jan', 'Fatima', 'Sanne', 'Emre', 'Lucía', 'Noor', 'Willem', 'Aisha', 'Joost', 'Zoë'])[1 + (n + place) %% 10]
       || ' ' ||
       (ARRAY['de Wit', 'Yılmaz', 'Jansen', 'Bakker', 'García', 'van den Berg', 'Visser'])[1 + n / 7 %% 7]
       || ' ' || n %% 1009,
       (ARRAY['student', 'patient', 'staff'])[1 + (n + place) %% 3], false, 'adult',
       CASE WHEN status IN ('draft', 'intake', 'collecting', 'cancelled') THEN 'waiting'
            WHEN (n + place) %% 25 = 0 THEN 'refused' ELSE 'granted' END,
       place
FROM scale_plan, generate_series(0, n %% 3) AS place
"""

SIGNERS = """
INSERT INTO consent_signer (subject_id, capacity, name, mail, language, relation, status, position)
SELECT subject.id, 'self', subject.name, '', 'nl', '',
       CASE subject.status WHEN 'granted' THEN 'signed' ELSE subject.status END, 0
FROM consent_subject AS subject JOIN scale_plan ON scale_plan.id = subject.request_id
"""

CHAIN = """
CREATE FUNCTION pg_temp.link(before text, line text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN encode(sha256(convert_to(coalesce(before, current_setting('akkoord.head')) || '|' || line, 'UTF8')), 'hex');
END $$;
CREATE AGGREGATE pg_temp.chain(text) (SFUNC = pg_temp.link, STYPE = text);
"""
"""``consent.audit.hash_of`` as an aggregate: over a window it gives each line's hash, from the head of the history on."""

UNCHAIN = "DROP FUNCTION pg_temp.link(text, text) CASCADE"

EVENTS = """
WITH steps AS (
    SELECT plan.id AS request_id, plan.n, step.*, plan.created_at + step.ordinality * interval '1 day' AS at
    FROM scale_plan AS plan,
    LATERAL unnest(CASE plan.status
        WHEN 'draft' THEN ARRAY['drafted']
        WHEN 'intake' THEN ARRAY['drafted', 'submitted draft intake']
        WHEN 'collecting' THEN ARRAY['drafted', 'submitted draft collecting']
        WHEN 'review' THEN ARRAY['drafted', 'submitted draft collecting', 'all_answered collecting review']
        WHEN 'returned' THEN ARRAY['drafted', 'submitted draft intake', 'sent_back intake returned']
        WHEN 'cancelled' THEN ARRAY['drafted', 'submitted draft collecting', 'cancelled collecting cancelled']
        WHEN 'rejected' THEN ARRAY['drafted', 'submitted draft collecting', 'all_answered collecting review',
                                   'rejected review rejected']
        WHEN 'approved' THEN ARRAY['drafted', 'submitted draft collecting', 'all_answered collecting review',
                                   'approved review approved']
        ELSE ARRAY['drafted', 'submitted draft collecting', 'all_answered collecting review', 'approved review approved',
                   plan.status || ' approved ' || plan.status]
    END) WITH ORDINALITY AS step(move, ordinality)
), told AS (
    SELECT %(position)s + row_number() OVER (ORDER BY n, ordinality) AS position, request_id, at,
           split_part(move, ' ', 1) AS kind, md5(random()::text) AS salt,
           CASE WHEN move = 'drafted' THEN '{}'
                ELSE '{"from":"' || split_part(move, ' ', 2) || '","to":"' || split_part(move, ' ', 3) || '"}' END AS data
    FROM steps
), digested AS MATERIALIZED (
    SELECT *, encode(sha256(convert_to(salt || '|' || data, 'UTF8')), 'hex') AS digest FROM told
), chained AS MATERIALIZED (
    SELECT *, pg_temp.chain(concat_ws('|', position, request_id, kind, 'system',
               to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), digest)) OVER (ORDER BY position) AS hash
    FROM digested
), written AS (
    INSERT INTO consent_event (id, position, request_id, kind, actor, at, facts_digest, previous_hash, hash)
    SELECT %(event_id)s + position - %(position)s, position, request_id, kind, 'system', at, digest,
           coalesce(lag(hash) OVER (ORDER BY position), current_setting('akkoord.head')), hash
    FROM chained
)
INSERT INTO consent_eventfacts (event_id, salt, data)
SELECT %(event_id)s + position - %(position)s, salt, data::jsonb FROM chained
"""

HEAD = """
UPDATE consent_chainhead SET (position, hash) = (SELECT position, hash FROM consent_event ORDER BY position DESC LIMIT 1)
WHERE id = 1 RETURNING position, hash
"""
