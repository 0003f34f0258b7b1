#!/bin/sh
# Runs a Python program with the newest Python of at least 3.12 that this machine has; says what to do when there is none.
cd "$(dirname "$0")/.." || exit 1
for python in ${PYTHON:-} .venv/bin/python python3.13 python3.14 python3.12 python3 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
echo "Akkoord needs Python 3.12 or newer, and found $(python3 --version 2>/dev/null || echo none)." >&2
echo "Install it (Debian 13 and Ubuntu 24.04 have it: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2
exit 1
