"""Checkpoints of the history, with their lines of proof; and the digest of each form's record for machines."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As 0004_rows_proven does for the other tables that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_checkpoint DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_checkpoint; DROP TRIGGER never_emptied ON consent_checkpoint;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0015_timestamps"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="record_sha256",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("position", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("proof_position", models.BigIntegerField()),
                ("proof_hash", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("position__gt", 0)), name="checkpoint_of_a_line")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="checkpoint_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5d850485f8e5885d58253ddfdc427fcb4be13898",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_checkpoint_append_only_7a096",
                    table="consent_checkpoint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
