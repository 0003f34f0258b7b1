"""``python -m tests.access``: how many cells the access matrix has, and which addresses it lacks."""

import os
import sys

import django


def main() -> int:
    """Count; return 1 when there is a hole."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("AKKOORD_DEMO", "1")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    django.setup()
    from django.urls import get_resolver

    from tests.access.table import EXPECTED
    from tests.access.test_matrix import names
    from tests.access.world import ROLES

    addresses = set(names(get_resolver().url_patterns))
    holes = addresses ^ set(EXPECTED)
    cells = sum(len(line.outcomes) for name, line in EXPECTED.items() if name in addresses)
    sys.stdout.write(f"{len(addresses)} URLs x {len(ROLES)} roles = {cells} cells, {len(holes)} holes\n")
    sys.stdout.writelines(f"  {name}\n" for name in sorted(holes))
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
