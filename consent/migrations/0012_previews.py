"""What is shown before publication to those who want to see it first, and their answers."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# As 0007 does for another table that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_previewanswer DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_previewanswer
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_previewanswer; DROP TRIGGER never_emptied ON consent_previewanswer;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0011_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("photo", "photo"),
                            ("film", "film"),
                            ("audio", "audio"),
                            ("interview", "interview"),
                            ("television", "television"),
                            ("animation", "animation"),
                            ("slides", "text or slides from a lesson"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, max_length=3000)),
                ("link", models.URLField(blank=True, max_length=300)),
                ("file", models.CharField(blank=True, max_length=64)),
                ("content_type", models.CharField(blank=True, max_length=40)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("shown_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-shown_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="PreviewAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_known",
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
                    ("enrolment_opened", "enrolment opened"),
                    ("enrolled", "somebody enrolled"),
                    ("enrolment_closed", "enrolment closed"),
                    ("sheet_opened", "form opened"),
                    ("reminded", "reminded"),
                    ("undelivered", "mail did not arrive"),
                    ("wished", "asked for paper or another language"),
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
                    ("heard", "answered after coming of age"),
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
                            "enrolment_opened",
                            "enrolled",
                            "enrolment_closed",
                            "sheet_opened",
                            "reminded",
                            "undelivered",
                            "wished",
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
                            "heard",
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
        migrations.AddField(
            model_name="preview",
            name="shown_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="use",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="previews", to="consent.use"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="preview",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="consent.preview",
            ),
        ),
        migrations.AddField(
            model_name="previewanswer",
            name="preview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="consent.preview"
            ),
        ),
        migrations.AddField(
            model_name="previewanswer",
            name="signature",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="preview_answers", to="consent.signature"
            ),
        ),
        migrations.AddIndex(
            model_name="preview",
            index=models.Index(
                condition=models.Q(("removed_at", None), models.Q(("file", ""), _negated=True)),
                fields=["ends_at"],
                name="preview_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="preview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("medium__in", ["photo", "film", "audio", "interview", "television", "animation", "slides"])
                ),
                name="preview_medium_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preview",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", ""), ("link", ""), ("words", ""), _negated=True),
                name="preview_shows_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="preview",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", ""), models.Q(("content_type", ""), _negated=True), _connector="XOR"),
                name="preview_file_has_a_type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="preview",
            trigger=pgtrigger.compiler.Trigger(
                name="preview_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6270e0cdfcdd90fc26767ceee876384434094ebb",
                    operation="DELETE",
                    pgid="pgtrigger_preview_stays_83146",
                    table="consent_preview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="previewanswer",
            constraint=models.UniqueConstraint(fields=("preview", "signature"), name="preview_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="previewanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__in", ["yes", "no"])), name="preview_answer_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="previewanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="preview_answer_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6802a9640f9d737fb74d81437ec7ee8f2735e24",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_preview_answer_append_only_81137",
                    table="consent_previewanswer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
