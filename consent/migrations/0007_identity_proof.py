"""Who proved their identity when signing, and what an institution calls a programme."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As 0004_rows_proven does for the other tables that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_identityproof DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_identityproof
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_identityproof; DROP TRIGGER never_emptied ON consent_identityproof;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("consent", "0006_wording_parts")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="claims",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What an institution calls it when somebody logs in there; capitals do not matter.",
            ),
        ),
        migrations.CreateModel(
            name="IdentityProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=150)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(blank=True, max_length=255)),
                ("issuer", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("acr", models.CharField(blank=True, max_length=255)),
                ("at", models.DateTimeField()),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_proof",
                        to="consent.signature",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="identityproof",
            trigger=pgtrigger.compiler.Trigger(
                name="identity_proof_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3cd2f7ddf654ee7fbcea5d95bbd235d5a92ad379",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_identity_proof_append_only_8a4b3",
                    table="consent_identityproof",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
