"""Routing: who else must agree; how the desk divides its work; second reviewers; when a decision is due."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive, but for an index that others replace."""

    dependencies = [
        ("consent", "0016_checkpoints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="assignment",
                        serialize=False,
                        to="consent.request",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RemindingRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_at", models.DateTimeField(null=True)),
                ("people", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("press", "press office"),
                            ("social_media", "social media team"),
                            ("ward", "ward manager"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("agreed", "agreed"), ("refused", "did not agree")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_sha256", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="StepLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mail", models.EmailField(max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_outcome_known",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_no_has_note",
        ),
        migrations.RemoveIndex(
            model_name="request",
            name="request_queue",
        ),
        migrations.AddField(
            model_name="request",
            name="due_on",
            field=models.DateField(editable=False, null=True),
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
                    ("step_opened", "another office must agree"),
                    ("step_asked", "another office was asked"),
                    ("step_answered", "another office answered"),
                    ("first_yes", "agreed by a first reviewer"),
                    ("assigned", "given to a colleague"),
                    ("commented", "message written"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("cleared", "cleared to ask"),
                    ("agreed", "agreed, a second reviewer decides"),
                    ("approved", "approved"),
                    ("sent_back", "sent back"),
                    ("rejected", "rejected"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                models.OrderBy(models.F("starts_at"), nulls_last=True),
                models.F("id"),
                condition=models.Q(("status__in", ["intake", "review"])),
                name="request_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                models.F("due_on"),
                condition=models.Q(("due_on__isnull", False), ("status__in", ["intake", "review"])),
                name="request_due",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("starts_at"), nulls_last=True),
                models.F("id"),
                name="request_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("submitted_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="request_by_state_new",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                models.OrderBy(models.F("submitted_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                name="request_newest",
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
                            "step_opened",
                            "step_asked",
                            "step_answered",
                            "first_yes",
                            "assigned",
                            "commented",
                        ],
                    )
                ),
                name="event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["cleared", "agreed", "approved", "sent_back", "rejected"])),
                name="review_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["cleared", "agreed", "approved"]),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="review_no_has_note",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="to",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reminding",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="remindingrequest",
            name="reminding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="consent.reminding"
            ),
        ),
        migrations.AddField(
            model_name="remindingrequest",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="remindings", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="steplink",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="consent.step"
            ),
        ),
        migrations.AddConstraint(
            model_name="remindingrequest",
            constraint=models.UniqueConstraint(fields=("reminding", "request"), name="reminded_once_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="saved_view_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("office__in", ["press", "social_media", "ward"])), name="step_office_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "agreed", "refused"])), name="step_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("status", "waiting")),
                    models.Q(models.Q(("status", "waiting"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="step_answered_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("request", "office"), name="step_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="step_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{waiting:agreed,waiting:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="34442e1274c4d7f314f561cab77308012ca05561",
                    operation="UPDATE",
                    pgid="pgtrigger_step_moves_56bf4",
                    table="consent_step",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="step",
            trigger=pgtrigger.compiler.Trigger(
                name="step_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."office" IS DISTINCT FROM (NEW."office") OR OLD."asked_sha256" IS DISTINCT FROM (NEW."asked_sha256") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e6f54c9deb10dbba0454d2d635c8109a7d381b4c",
                    operation="UPDATE",
                    pgid="pgtrigger_step_fixed_3e7c1",
                    table="consent_step",
                    when="BEFORE",
                ),
            ),
        ),
    ]
