"""The history of the wordings is proven like the rest (decision 0011)."""

from django.db import migrations

PROVE = """
SET CONSTRAINTS ALL IMMEDIATE;
SET LOCAL timezone = 'UTC';
SELECT consent_prove_row('consent_wordingevent', id, jsonb_strip_nulls(to_jsonb(row))::text)
FROM (SELECT * FROM consent_wordingevent ORDER BY id) AS row;
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_wordingevent DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
"""


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("consent", "0007_identity_proof")]

    operations = [migrations.RunSQL(PROVE, "DROP TRIGGER prove ON consent_wordingevent")]
