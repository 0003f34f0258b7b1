"""What the desk sets itself, with its lines of proof; and when backups and checks last ran."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# As 0004_rows_proven does for the other tables that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_houserule DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_houserule
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_houserule; DROP TRIGGER never_emptied ON consent_houserule;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0019_destroying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(unique=True)),
                ("at", models.DateTimeField()),
                ("wrong", models.PositiveIntegerField()),
                ("good_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HouseRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("value", models.TextField(blank=True)),
                ("before", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["key", "-id"], name="house_rule_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="house_rule_of_something"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="houserule",
            trigger=pgtrigger.compiler.Trigger(
                name="houserule_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e09d85c16cd075bf2efd9f7cdce8e5ba7f5322de",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_houserule_append_only_861ca",
                    table="consent_houserule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
