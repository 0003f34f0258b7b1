"""What a key of the history is called: the words of the screen on which it is changed."""

from collections.abc import Iterable

from django.forms import BaseForm, Field
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info

from consent import mail_texts
from consent.house_rules.forms import LABELS, ContactForm, TextForm
from consent.house_rules.list_forms import TERM_LABELS, ChannelForm, ProgrammeForm
from consent.models import Channel, Contact, HouseRule, Programme

ACTIVE = "active"


def named(rows: Iterable[HouseRule], *, active: str) -> list[tuple[HouseRule, str]]:
    """Return each change with its words; ``active`` are those for whether a programme is offered."""
    rows = list(rows)
    kinds = {row.key.split(".")[0] for row in rows}
    name = "name_nl" if get_language() == "nl" else "name_en"
    names: dict[str, str] = {}
    if "programme" in kinds:
        names |= {f"programme.{key}": said for key, said in Programme.objects.values_list("pk", name)}
    if "contact" in kinds:
        names |= {f"contact.{key}": said for key, said in Contact.objects.values_list("key", name)}
    return [(row, _named(row.key, names, active)) for row in rows]


def _named(key: str, names: dict[str, str], active: str) -> str:
    kind, _dot, rest = key.partition(".")
    of, _dot, field = rest.rpartition(".")
    if kind in ("site", "term"):
        return str({**LABELS, **TERM_LABELS}.get(field, key))
    if kind == "channel" and of in Channel.values:
        return f"{capfirst(Channel(of).label)}: {_label(ChannelForm, field)}"
    if kind == "programme":
        return f"{names.get(f'programme.{of}', of)}: {active if field == ACTIVE else _label(ProgrammeForm, field)}"
    if kind == "contact":
        return f"{names.get(f'contact.{of}', of)}: {_label(ContactForm, field)}"
    mail, _dot, language = of.rpartition(".")
    if kind == "text" and mail in mail_texts.BY_KEY:
        about = f"{mail_texts.BY_KEY[mail].title} ({get_language_info(language)['name_translated']})"
        return f"{about}: {_label(TextForm, field)}"
    return key


def _label(form: type[BaseForm], field: str) -> str:
    fields: dict[str, Field] = form.base_fields  # type: ignore[attr-defined] # forms made by Django's metaclass have it
    return str(fields[field].label) if field in fields else field
