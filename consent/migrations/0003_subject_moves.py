"""A subject whose one signer withdraws while another is waited for is withdrawn; a later no still counts."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_starting_data"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="subject",
            name="subject_moves",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="subject",
            trigger=pgtrigger.compiler.Trigger(
                name="subject_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{waiting:expired,waiting:granted,waiting:left_out,waiting:refused,waiting:withdrawn,granted:expired,granted:left_out,granted:waiting,granted:withdrawn,refused:left_out,withdrawn:left_out,withdrawn:refused,expired:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f440d1829269db063e0bdc87d2bc8eabe02b7773",
                    operation="UPDATE",
                    pgid="pgtrigger_subject_moves_3f934",
                    table="consent_subject",
                    when="BEFORE",
                ),
            ),
        ),
    ]
