"""Who came of age may take back what they signed as a child, instead of answering anew."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("consent", "0012_previews"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="signer",
            name="signer_moves",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signer",
            trigger=pgtrigger.compiler.Trigger(
                name="signer_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{waiting:refused,waiting:signed,waiting:withdrawn,signed:waiting,signed:withdrawn,refused:waiting,withdrawn:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="287d3058e340209d69bd45e9b652c56a3152088c",
                    operation="UPDATE",
                    pgid="pgtrigger_signer_moves_92a5b",
                    table="consent_signer",
                    when="BEFORE",
                ),
            ),
        ),
    ]
