"""What a wording states and asks, of whom, in which languages; and who drafted and published it."""

from typing import Any

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from consent.wording import seed


def load(apps: Any, schema_editor: Any) -> None:
    """Store the languages, statements and questions of version 1, which is published already: before the triggers."""
    first = apps.get_model("consent", "Wording").objects.get(version=1)
    seed.load_parts(apps, first)


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0005_card'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WordingCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('kind', 'kind of subject'), ('channel', 'channel')], max_length=7)),
                ('value', models.CharField(max_length=20)),
            ],
            options={
                'ordering': ('sort', 'value'),
            },
        ),
        migrations.CreateModel(
            name='WordingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('drafted', 'draft begun'), ('caught_up', 'draft compared with the newest version'), ('published', 'published'), ('discarded', 'draft thrown away')], max_length=9)),
                ('wording', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='WordingLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5)),
                ('name', models.CharField(max_length=40)),
                ('direction', models.CharField(choices=[('ltr', 'from left to right'), ('rtl', 'from right to left')], default='ltr', max_length=3)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='WordingPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='wordingtext',
            name='wording_text_published_fixed',
        ),
        migrations.AddField(
            model_name='wording',
            name='drafted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='wording',
            name='drafted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wording',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='consent.wording'),
        ),
        migrations.AlterField(
            model_name='wording',
            name='version',
            field=models.PositiveIntegerField(null=True, unique=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordingtext',
            trigger=pgtrigger.compiler.Trigger(name='wording_text_published_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                PERFORM 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) FOR SHARE;\n                IF EXISTS (SELECT 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) AND published_at IS NOT NULL) THEN\n                    RAISE EXCEPTION 'a published wording never changes';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ", hash='768d9759792521a6ac934bf44dcb296e6f8c79ff', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_wording_text_published_fixed_15341', table='consent_wordingtext', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), ('version__isnull', False), _connector='OR'), name='wording_published_has_version'),
        ),
        migrations.AddField(
            model_name='wordingevent',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordinglanguage',
            name='wording',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='consent.wording'),
        ),
        migrations.AddField(
            model_name='wordingpart',
            name='wording',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='consent.wording'),
        ),
        migrations.AddField(
            model_name='wordingcondition',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='consent.wordingpart'),
        ),
        migrations.AddConstraint(
            model_name='wordingevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['drafted', 'caught_up', 'published', 'discarded'])), name='wording_event_kind_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordingevent',
            trigger=pgtrigger.compiler.Trigger(name='wording_event_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cabb2a769d9d80742fbb97294d7ca4415056ec77', operation='UPDATE OR DELETE', pgid='pgtrigger_wording_event_append_only_29cd2', table='consent_wordingevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='wordinglanguage',
            constraint=models.UniqueConstraint(fields=('wording', 'code'), name='wording_language_once'),
        ),
        migrations.AddConstraint(
            model_name='wordinglanguage',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['ltr', 'rtl'])), name='wording_language_direction_known'),
        ),
        migrations.AddConstraint(
            model_name='wordingpart',
            constraint=models.UniqueConstraint(fields=('wording', 'key'), name='wording_part_once'),
        ),
        migrations.AddConstraint(
            model_name='wordingcondition',
            constraint=models.UniqueConstraint(fields=('part', 'sort', 'value'), name='wording_condition_once'),
        ),
        migrations.AddConstraint(
            model_name='wordingcondition',
            constraint=models.CheckConstraint(condition=models.Q(('sort__in', ['kind', 'channel'])), name='wording_condition_sort_known'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='wordinglanguage',
            trigger=pgtrigger.compiler.Trigger(name='wording_language_published_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                PERFORM 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) FOR SHARE;\n                IF EXISTS (SELECT 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) AND published_at IS NOT NULL) THEN\n                    RAISE EXCEPTION 'a published wording never changes';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ", hash='8bb998d95091153a6091a5851c1fff1d0bf40507', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_wording_language_published_fixed_46bb5', table='consent_wordinglanguage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordingpart',
            trigger=pgtrigger.compiler.Trigger(name='wording_part_published_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                PERFORM 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) FOR SHARE;\n                IF EXISTS (SELECT 1 FROM consent_wording WHERE id IN (OLD.wording_id, NEW.wording_id) AND published_at IS NOT NULL) THEN\n                    RAISE EXCEPTION 'a published wording never changes';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ", hash='de884266326ed756f586fb6dd3725251a3b96678', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_wording_part_published_fixed_88bce', table='consent_wordingpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordingcondition',
            trigger=pgtrigger.compiler.Trigger(name='wording_condition_published_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                PERFORM 1 FROM consent_wording WHERE id IN (SELECT wording_id FROM consent_wordingpart WHERE id IN (OLD.part_id, NEW.part_id)) FOR SHARE;\n                IF EXISTS (SELECT 1 FROM consent_wording WHERE id IN (SELECT wording_id FROM consent_wordingpart WHERE id IN (OLD.part_id, NEW.part_id)) AND published_at IS NOT NULL) THEN\n                    RAISE EXCEPTION 'a published wording never changes';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ", hash='c74fca4e3255faf4792c6f9b359b651b4bca7851', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_wording_condition_published_fixed_4c4c5', table='consent_wordingcondition', when='BEFORE')),
        ),
    
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()",
                f"DROP TRIGGER never_emptied ON {table}",
            )
            for table in (
                "consent_wordinglanguage",
                "consent_wordingpart",
                "consent_wordingcondition",
                "consent_wordingevent",
            )
        ),
    ]
