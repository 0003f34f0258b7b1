"""Loads the data that a new installation starts with: wording version 1, programmes, contacts.

Called by a migration and by tests that empty the tables; safe to run twice. From then on the desk edits it.
"""

from datetime import datetime
from typing import Any

from consent.wording.version_1 import LANGUAGES, PARTS, SUMMARY, TEXTS

PROGRAMMES = (
    ("Medicine", "Geneeskunde", False),
    ("SUMMA", "SUMMA", False),
    ("Clinical Health Sciences", "Klinische Gezondheidswetenschappen", False),
    ("Biomedical Sciences", "Biomedische Wetenschappen", False),
    ("UMC Utrecht Academy, student", "UMC Utrecht Academie, student", False),
    ("UMC Utrecht Academy, course participant", "UMC Utrecht Academie, cursist", False),
    ("Another faculty of Utrecht University", "Een andere faculteit van de Universiteit Utrecht", True),
    ("Another Dutch university", "Een andere Nederlandse universiteit", True),
    ("A university abroad (internship or research)", "Een universiteit in het buitenland (stage of onderzoek)", True),
)
"""English, Dutch, and whether the requester names the faculty or university (G1)."""

CONTACTS = (
    {
        "key": "communication-team",
        "name_en": "Communication team, Education Centre",
        "name_nl": "Communicatieteam Onderwijscentrum",
        "purpose_en": "Questions about a request or a form",
        "purpose_nl": "Vragen over een aanvraag of een formulier",
        "address": "A.A. Hijmans van den Bergh, HB 4.69\nUniversiteitsweg 98, 3584 CX Utrecht",
        "mail": "Onderwijscentruminformatie@umcutrecht.nl",
        "phone": "088 – 755 34 55",
    },
    {
        "key": "directorate",
        "name_en": "Marketing and Communications Directorate",
        "name_nl": "Directie Marketing & Communicatie",
        "purpose_en": "Draws up the consent form and decides on requests",
        "purpose_nl": "Stelt het toestemmingsformulier op en beslist over aanvragen",
    },
    {
        "key": "social-media-team",
        "name_en": "Social media team",
        "name_nl": "Socialmediateam",
        "purpose_en": "The hospital's name or logo, and trouble online",
        "purpose_nl": "Naam of logo van het ziekenhuis, en problemen online",
        "mail": "social@umcutrecht.nl",
    },
    {
        "key": "press-office",
        "name_en": "Press office",
        "name_nl": "Persvoorlichting",
        "purpose_en": "Television and press, always",
        "purpose_nl": "Televisie en pers, altijd",
        "mail": "press@umcutrecht.nl",
    },
    {
        "key": "online-safety",
        "name_en": "Reporting point for online safety",
        "name_nl": "Meldpunt online veiligheid",
        "purpose_en": "Threatened or harassed online",
        "purpose_nl": "Online bedreigd of lastiggevallen",
        "mail": "meldpunt-onlineveiligheid@umcutrecht.nl",
    },
)
"""Contact details of the guidelines of 2026, sections 5 to 7 (G11, G12)."""


def load(apps: Any, *, now: datetime) -> None:
    """Store the starting data; ``apps`` is a registry of models (the historical one inside a migration)."""
    apps.get_model("consent", "ChainHead").objects.get_or_create(pk=1, defaults={"position": 0, "hash": "0" * 64})
    programme = apps.get_model("consent", "Programme")
    if not programme.objects.exists():
        programme.objects.bulk_create(
            programme(name_en=english, name_nl=dutch, elsewhere=elsewhere, position=position)
            for position, (english, dutch, elsewhere) in enumerate(PROGRAMMES)
        )
    contact = apps.get_model("consent", "Contact")
    for position, fields in enumerate(CONTACTS):
        contact.objects.get_or_create(key=fields["key"], defaults={**fields, "position": position})
    _load_wording(apps, now)


def _load_wording(apps: Any, now: datetime) -> None:
    wording = apps.get_model("consent", "Wording")
    if wording.objects.exists():
        return
    first = wording.objects.create(version=1, summary=SUMMARY)
    text = apps.get_model("consent", "WordingText")
    text.objects.bulk_create(
        text(wording=first, language=language, key=key, text=sentence)
        for language, texts in TEXTS.items()
        for key, sentence in texts.items()
    )
    if "WordingPart" in {model.__name__ for model in apps.get_models()}:
        load_parts(apps, first)
    wording.objects.filter(pk=first.pk).update(published_at=now)


def load_parts(apps: Any, first: Any) -> None:
    """Store the languages of version 1, what it states and asks, and of whom."""
    language, part = apps.get_model("consent", "WordingLanguage"), apps.get_model("consent", "WordingPart")
    condition = apps.get_model("consent", "WordingCondition")
    language.objects.bulk_create(
        language(wording=first, code=code, name=name, direction=direction, position=position)
        for position, (code, name, direction) in enumerate(LANGUAGES)
    )
    for position, (key, kinds, channels) in enumerate(PARTS):
        row = part.objects.create(wording=first, key=key, position=position)
        condition.objects.bulk_create(
            [condition(part=row, sort="kind", value=value) for value in kinds]
            + [condition(part=row, sort="channel", value=value) for value in channels]
        )
