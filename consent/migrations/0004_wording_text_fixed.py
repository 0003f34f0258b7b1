"""A sentence of a published wording cannot be moved into a draft either."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_subject_moves"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="wordingtext",
            name="wording_text_published_fixed",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="wordingtext",
            trigger=pgtrigger.compiler.Trigger(
                name="wording_text_published_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published TIMESTAMPTZ;",
                    func="\n                    SELECT max(published_at) INTO published FROM consent_wording\n                    WHERE id IN (OLD.wording_id, NEW.wording_id);\n                    IF published IS NOT NULL THEN\n                        RAISE EXCEPTION 'a published wording never changes';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                    hash="c4f697fde78817efa74938844ef92d240f48235c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_wording_text_published_fixed_15341",
                    table="consent_wordingtext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
