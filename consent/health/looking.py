"""Looks at everything, and says it: for the page, for programs and for the command line."""

import platform
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.health import jobs, sealing, systems, upkeep
from consent.health.report import Level, Line, moment, worst
from consent.models import Invitation

LATELY = timedelta(days=7)
LITTLE, VERY_LITTLE = 20, 5
"""Percent of a disk that is free: to look, and to act."""
GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Health:
    """How the site is at a moment: the worst lines first, and the versions of what runs."""

    at: datetime
    lines: list[Line]
    versions: Mapping[str, str]

    @property
    def level(self) -> Level:
        """The level of the worst line."""
        return worst(self.lines)

    def for_programs(self) -> dict[str, Any]:
        """Return the same as JSON knows it."""
        lines = {line.key: {"level": line.level, "said": line.said, **line.facts} for line in self.lines}
        return {"at": moment(self.at), "level": self.level, "lines": lines, "versions": dict(self.versions)}


def look(*, now: datetime) -> Health:
    """Look at everything: a constant number of queries, whatever there is. Raises DatabaseError without a database."""
    queues = jobs.queues(now=now)
    lines = [*jobs.lines(queues, now=now), _mails(queues, now=now), *sealing.lines(now=now), *upkeep.lines(now=now)]
    lines += [systems.line(now=now), *_disks()]
    order = list(Level)
    lines.sort(key=lambda line: order.index(line.level), reverse=True)
    return Health(now, lines, versions())


def versions() -> dict[str, str]:
    """Return the versions of what runs."""
    default = connections[DEFAULT_DB_ALIAS]
    database = default.pg_version if isinstance(default, DatabaseWrapper) else 0
    return {
        "Akkoord": _own_version(),
        "Django": django.get_version(),
        "PostgreSQL": f"{database // 10000}.{database % 10000}",
        "Python": platform.python_version(),
    }


@cache
def _own_version() -> str:
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def _mails(queues: list[jobs.Queue], *, now: datetime) -> Line:
    """Mails that the mail server does not take, and invitations that came back in the last week."""
    unsent = sum(queue.retried + queue.failed for queue in queues if queue.name == "mail")
    returned = Invitation.objects.filter(failed_at__gte=now - LATELY).count()
    level = Level.BAD if unsent else Level.WARN if returned else Level.GOOD
    said = [
        ngettext("%(n)s mail could not be sent yet.", "%(n)s mails could not be sent yet.", unsent) % {"n": unsent}
        if unsent
        else _("Every mail went out."),
        ngettext(
            "%(n)s invitation did not arrive in the last seven days.",
            "%(n)s invitations did not arrive in the last seven days.",
            returned,
        )
        % {"n": returned}
        if returned
        else _("No invitation came back in the last seven days."),
    ]
    todo = []
    if unsent:
        todo.append(_("See whether the mail server answers (MAIL_HOST), then try the queue “mail” again."))
    if returned:
        todo.append(_("Requesters were told about theirs. Many at once: see whether other mail servers refuse ours."))
    return Line("mails", level, _("Mails"), " ".join(said), " ".join(todo), {"unsent": unsent, "returned": returned})


def _disks() -> list[Line]:
    """The free space where files lie; an archive in an object store is not of this machine."""
    places = [("disk", _("Disk of previews and of this machine's data"), Path(settings.PREVIEW_DIR))]
    archive = settings.STORAGES["archive"]["OPTIONS"].get("location")
    if isinstance(archive, Path):
        places.insert(0, ("disk_archive", _("Disk of the archive"), archive))
    return [_disk(key, title, folder) for key, title, folder in places]


def _disk(key: str, title: str, folder: Path) -> Line:
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    space = shutil.disk_usage(there)
    free = space.free * 100 // space.total
    said = _("%(free)s percent free (%(gigabytes)s GB).") % {"free": free, "gigabytes": space.free // GIGABYTE}
    level = Level.BAD if free < VERY_LITTLE else Level.WARN if free < LITTLE else Level.GOOD
    todo = _("Make room or a larger disk. When it is full, nothing can be sealed.") if level != Level.GOOD else ""
    return Line(key, level, title, said, todo, {"free_percent": free, "free_bytes": space.free})
