"""Who signs, when that changes: a birthday, a representative; and what is kept of children and interpreters."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def proven(table: str) -> migrations.RunSQL:
    """As 0004_rows_proven does for the other tables that may only grow."""
    return migrations.RunSQL(
        f"""
        CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION consent_prove();
        CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
        """,
        f"DROP TRIGGER prove ON {table}; DROP TRIGGER never_emptied ON {table};",
    )


# L3: without a route that the desk opened there is no representative, however the row came to be.
ONLY_BY_ROUTE = """
CREATE FUNCTION consent_only_by_route() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.capacity = 'representative'
    AND EXISTS (SELECT FROM consent_signer WHERE id = NEW.id AND capacity = 'representative')
    AND NOT EXISTS (SELECT FROM consent_representativeroute WHERE signer_id = NEW.id) THEN
        RAISE EXCEPTION 'A representative signs only where the desk opened the route (signer %)', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER only_by_route AFTER INSERT OR UPDATE OF capacity ON consent_signer
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION consent_only_by_route();
"""
UNDO_ONLY_BY_ROUTE = "DROP TRIGGER only_by_route ON consent_signer; DROP FUNCTION consent_only_by_route();"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0008_more_proven"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComingOfAge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("years", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("consent_since", models.DateTimeField(null=True)),
                ("asked_sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RepresentativeRoute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("officer", models.CharField(max_length=150)),
                ("agreed_on", models.DateField()),
                ("reason", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_known",
        ),
        migrations.AddField(
            model_name="signature",
            name="childs_say",
            field=models.CharField(
                choices=[
                    ("yes", "The child wants it"),
                    ("no", "The child does not want it"),
                    ("too_young", "The child is too young to say"),
                ],
                max_length=9,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="interpreter",
            field=models.CharField(max_length=150, null=True),
        ),
        migrations.AddField(
            model_name="signature",
            name="relation",
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.AddField(
            model_name="signer",
            name="stood_down_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("drafted", "draft made"),
                    ("submitted", "submitted"),
                    ("resubmitted", "submitted again"),
                    ("cleared_to_ask", "cleared to ask"),
                    ("invited", "invited"),
                    ("handed_over", "tablet handed over"),
                    ("sheet_opened", "form opened"),
                    ("postponed", "postponed"),
                    ("signed", "signed"),
                    ("refused", "said no"),
                    ("answer_voided", "answer no longer counts"),
                    ("left_out", "left out of the recording"),
                    ("all_answered", "everybody answered"),
                    ("approved", "approved"),
                    ("sent_back", "sent back"),
                    ("rejected", "rejected"),
                    ("cancelled", "cancelled"),
                    ("closed", "closed"),
                    ("expired", "expired"),
                    ("withdrawn", "consent withdrawn"),
                    ("second_yes_asked", "second yes asked"),
                    ("second_yes_given", "second yes answered"),
                    ("preview_shown", "preview shown"),
                    ("preview_answered", "preview answered"),
                    ("came_of_age", "came of age: asked themself"),
                    ("route_opened", "representative may sign"),
                    ("frozen", "all use frozen"),
                    ("sealed", "document sealed"),
                    ("published", "publication registered"),
                    ("take_down_asked", "take-down asked"),
                    ("taken_down", "taken down"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                condition=models.Q(("birth_date", None), _negated=True), fields=["birth_date"], name="subject_birthdays"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "drafted",
                            "submitted",
                            "resubmitted",
                            "cleared_to_ask",
                            "invited",
                            "handed_over",
                            "sheet_opened",
                            "postponed",
                            "signed",
                            "refused",
                            "answer_voided",
                            "left_out",
                            "all_answered",
                            "approved",
                            "sent_back",
                            "rejected",
                            "cancelled",
                            "closed",
                            "expired",
                            "withdrawn",
                            "second_yes_asked",
                            "second_yes_given",
                            "preview_shown",
                            "preview_answered",
                            "came_of_age",
                            "route_opened",
                            "frozen",
                            "sealed",
                            "published",
                            "take_down_asked",
                            "taken_down",
                        ],
                    )
                ),
                name="event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("childs_say", None), ("childs_say__in", ["yes", "too_young"]), _connector="OR"),
                name="signature_never_against_a_child",
            ),
        ),
        migrations.AddField(
            model_name="comingofage",
            name="signer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comings_of_age", to="consent.signer"
            ),
        ),
        migrations.AddField(
            model_name="comingofage",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comings_of_age", to="consent.subject"
            ),
        ),
        migrations.AddField(
            model_name="representativeroute",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="representativeroute",
            name="signer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="representative_route", to="consent.signer"
            ),
        ),
        migrations.AddField(
            model_name="representativeroute",
            name="subject",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="representative_route", to="consent.subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="comingofage",
            constraint=models.UniqueConstraint(fields=("subject", "years"), name="coming_of_age_once"),
        ),
        migrations.AddConstraint(
            model_name="comingofage",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__in", [12, 16, 18])), name="coming_of_age_years_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comingofage",
            trigger=pgtrigger.compiler.Trigger(
                name="coming_of_age_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f360bde2b61b9bdbdc85e2ba0ce6c2406b91fff5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_coming_of_age_append_only_bd104",
                    table="consent_comingofage",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="representativeroute",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("officer", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                name="representative_route_reasoned",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="representativeroute",
            trigger=pgtrigger.compiler.Trigger(
                name="representative_route_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f8594af5db923bb7a5164191891ad9b070c3165",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_representative_route_append_only_551b9",
                    table="consent_representativeroute",
                    when="BEFORE",
                ),
            ),
        ),
        proven("consent_comingofage"),
        proven("consent_representativeroute"),
        migrations.RunSQL(ONLY_BY_ROUTE, UNDO_ONLY_BY_ROUTE),
    ]
