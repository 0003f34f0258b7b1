"""Terms, retention, legal hold, and the rights of persons (L8)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0017_routing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DestroyedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("ending", models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="DestroyedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=32)),
                ("after", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("term", "the term ended: only the proof is kept"),
                            ("claims", "the claims period ended"),
                            ("unused", "the request ended without an approval"),
                            ("person", "the person asked for it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("counts", models.JSONField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(max_length=1000)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="LegalHoldEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("export", "a copy of all data"),
                            ("correction", "a correction"),
                            ("erasure", "erasure"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("wish", models.TextField(blank=True, max_length=2000)),
                (
                    "how_known",
                    models.CharField(
                        choices=[
                            ("own_mail", "wrote from the address on the form"),
                            ("own_link", "used the link on their own copy"),
                            ("seen", "came by, identity document seen and not copied"),
                            ("called", "called back on a number known to us"),
                            ("mandate", "somebody else, with a written mandate"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("extended_because", models.TextField(blank=True, max_length=1000)),
                ("made_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "still open"),
                            ("done", "done as asked"),
                            ("refused", "not done, with a reason"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TermReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
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
                    ("step_opened", "another office must agree"),
                    ("step_asked", "another office was asked"),
                    ("step_answered", "another office answered"),
                    ("first_yes", "agreed by a first reviewer"),
                    ("assigned", "given to a colleague"),
                    ("commented", "message written"),
                    ("term_ending", "told that the term ends"),
                    ("renewed", "asked anew in another request"),
                    ("held", "legal hold set"),
                    ("released", "legal hold ended"),
                    ("erased", "personal data destroyed"),
                    ("right_asked", "a person asked about their data"),
                    ("right_answered", "that person was answered"),
                    ("corrected", "name or contact corrected"),
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
                            "step_opened",
                            "step_asked",
                            "step_answered",
                            "first_yes",
                            "assigned",
                            "commented",
                            "term_ending",
                            "renewed",
                            "held",
                            "released",
                            "erased",
                            "right_asked",
                            "right_answered",
                            "corrected",
                        ],
                    )
                ),
                name="event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="destruction",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="destructions", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="destruction",
            name="subject",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="destructions",
                to="consent.subject",
            ),
        ),
        migrations.AddField(
            model_name="destroyedrow",
            name="destruction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="consent.destruction"
            ),
        ),
        migrations.AddField(
            model_name="destroyedfile",
            name="destruction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="consent.destruction"
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="legalholdend",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="legalholdend",
            name="hold",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="end", to="consent.legalhold"
            ),
        ),
        migrations.AddField(
            model_name="personrequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personrequest",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personrequest",
            name="subjects",
            field=models.ManyToManyField(related_name="person_requests", to="consent.subject"),
        ),
        migrations.AddField(
            model_name="renewal",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="renewals", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="renewal",
            name="request",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="renews", to="consent.request"
            ),
        ),
        migrations.AddField(
            model_name="termreminder",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="term_reminders", to="consent.request"
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ["term", "claims", "unused", "person"])), name="destruction_rule_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rule", "person"), ("subject__isnull", False)),
                    models.Q(models.Q(("rule", "person"), _negated=True), ("subject", None)),
                    _connector="OR",
                ),
                name="destruction_of_a_person_or_all",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="destruction",
            trigger=pgtrigger.compiler.Trigger(
                name="destruction_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9839fc40ffec6e82b4bc1d17351589228fa1fbb2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_destruction_append_only_21e0f",
                    table="consent_destruction",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="destroyedrow",
            constraint=models.UniqueConstraint(fields=("kind", "key"), name="destroyed_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="destroyedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="destroyed_row_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a6dbb7012544d837088c3b62ca009f7c33174589",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_destroyed_row_append_only_b6a66",
                    table="consent_destroyedrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="destroyedfile",
            constraint=models.UniqueConstraint(fields=("destruction", "sha256", "ending"), name="destroyed_file_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="destroyedfile",
            trigger=pgtrigger.compiler.Trigger(
                name="destroyed_file_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="544482c5704d989289ffba419fe5e5b39517edb3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_destroyed_file_append_only_0d983",
                    table="consent_destroyedfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="legal_hold_reasoned"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_hold_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a876a9041f44a67e30c237422e9865c0478b6eb7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_legal_hold_append_only_59cc2",
                    table="consent_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="legalholdend",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="legal_hold_end_reasoned"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalholdend",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_hold_end_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a647684daadc08e6b40a83b4fb6fe92823a723e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_legal_hold_end_append_only_5fbba",
                    table="consent_legalholdend",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="personrequest",
            index=models.Index(condition=models.Q(("status", "open")), fields=["due_on"], name="person_request_open"),
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("right__in", ["export", "correction", "erasure"])),
                name="person_request_right_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("how_known__in", ["own_mail", "own_link", "seen", "called", "mandate"])),
                name="person_request_identity_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("received_on"))), name="person_request_due_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("status", "open")),
                    models.Q(
                        models.Q(("status", "open"), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="person_request_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="personrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "refused"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="person_request_no_has_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="person_request_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:done,open:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',  # noqa: E501
                    hash="17410dc2b61d8641f24a9394248d0c893cb8b99f",
                    operation="UPDATE",
                    pgid="pgtrigger_person_request_moves_a2502",
                    table="consent_personrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="person_request_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="326ab29241d1dffa930705ff9443902e7849a708",
                    operation="DELETE",
                    pgid="pgtrigger_person_request_stays_7aa99",
                    table="consent_personrequest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="renewal",
            constraint=models.CheckConstraint(
                condition=models.Q(("of", models.F("request")), _negated=True), name="renewal_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="termreminder",
            constraint=models.UniqueConstraint(fields=("request", "ends_on", "days"), name="term_reminded_once"),
        ),
    ]
