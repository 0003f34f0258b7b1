"""Consent on paper, what became of a mailed invitation, and what a signer would rather have."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# As 0004_rows_proven does for the other tables that may only grow.
PROVE = """
CREATE CONSTRAINT TRIGGER prove AFTER INSERT ON consent_paperform DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consent_prove();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON consent_paperform
FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
"""
UNDO_PROVE = "DROP TRIGGER prove ON consent_paperform; DROP TRIGGER never_emptied ON consent_paperform;"


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0010_enrolment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("filled_in", models.JSONField()),
                ("scan", models.BinaryField()),
                (
                    "scan_type",
                    models.CharField(choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG")], max_length=4),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_by", models.CharField(max_length=150)),
                ("signed_on", models.DateTimeField()),
                ("registered_at", models.DateTimeField()),
                ("scan_sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "scan_type",
                    models.CharField(choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG")], max_length=4),
                ),
                ("scan_size", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("paper", "on paper"), ("language", "in another language")], max_length=8
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_way_known",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_mark_known",
        ),
        migrations.AddField(
            model_name="invitation",
            name="failed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="failure",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="invitation",
            name="message_id",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="reminder",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(null=True),
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
        migrations.AlterField(
            model_name="invitation",
            name="way",
            field=models.CharField(
                choices=[
                    ("mail", "link by mail"),
                    ("qr", "QR code"),
                    ("handover", "this device, handed over"),
                    ("paper", "paper form"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="refusal",
            name="way",
            field=models.CharField(
                choices=[
                    ("mail", "link by mail"),
                    ("qr", "QR code"),
                    ("handover", "this device, handed over"),
                    ("paper", "paper form"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="mark",
            field=models.CharField(
                choices=[
                    ("drawn", "drawn"),
                    ("typed", "typed"),
                    ("assisted", "typed by a helper, with a witness"),
                    ("paper", "by hand, on paper"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="way",
            field=models.CharField(
                choices=[
                    ("mail", "link by mail"),
                    ("qr", "QR code"),
                    ("handover", "this device, handed over"),
                    ("paper", "paper form"),
                ],
                max_length=8,
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
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["mail", "qr", "handover", "paper"])), name="invitation_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["drawn", "typed", "assisted", "paper"])), name="signature_mark_known"
            ),
        ),
        migrations.AddField(
            model_name="paperdraft",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paperdraft",
            name="signer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="paper_draft", to="consent.signer"
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="registered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="signature",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="consent.signature"
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="signer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="consent.signer"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paperform",
            trigger=pgtrigger.compiler.Trigger(
                name="paper_form_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d8b22948f720a768132d5b872beb8e3e8780205b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_paper_form_append_only_c99de",
                    table="consent_paperform",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("signer", "kind"), name="wish_once"),
        ),
        migrations.RunSQL(PROVE, UNDO_PROVE),
    ]
