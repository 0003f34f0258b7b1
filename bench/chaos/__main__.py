"""``python -m bench.chaos``: 100 signings, 10 of them in a real browser.

Exit code 1 when one is lost, doubled or told untruly.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from playwright.sync_api import sync_playwright

from bench import stage
from bench.chaos.site import Site
from bench.chaos.trial import Outcome, Trial
from bench.chromium import SANDBOX, program
from config import postgres

PORT = 18463
DATABASE = "chaos"
CLUSTER = stage.VAR_DIR / "postgres"


def main() -> int:
    """Try, and say what happened."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--signings", type=int, default=100)
    parser.add_argument("--browsers", type=int, default=10, help="how many of them in Chromium")
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="the same bad luck again, as far as time allows"
    )
    wanted = parser.parse_args()
    try:
        everybody = people(wanted.signings)
        environment = stage.environment(DATABASE)
        site = Site(PORT, environment=environment, folder=str(stage.ROOT), crash=crash, longest=600)
        trial = Trial(site, url=stage.url_of(DATABASE), seed=wanted.seed)
        with site.running(), sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=program(), args=["--disable-gpu", *SANDBOX])
            outcome = trial.run(everybody, chromium=chromium, pages=wanted.browsers, pause=(1.0, 6.0))
            chromium.close()
        chain = subprocess.run(
            [sys.executable, "manage.py", "check_history"], cwd=stage.ROOT, env=environment, check=False
        ).returncode
    finally:
        stage.stop()
    say(outcome, trial, chain=chain, seed=wanted.seed)
    return 0 if outcome.holds and chain == 0 else 1


def people(count: int) -> list[tuple[int, str]]:
    """Return so many who are about to sign, in a database made for them."""
    with psycopg.connect(stage.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    stage.manage("migrate", "--verbosity", "0", database=DATABASE)
    environment = stage.environment(DATABASE)
    subprocess.run([sys.executable, "scripts/prepare.py", "--static"], cwd=stage.ROOT, env=environment, check=True)
    seed = [sys.executable, "-m", "bench.seed", "signers", str(count)]
    made = json.loads(subprocess.run(seed, cwd=stage.ROOT, env=environment, check=True, capture_output=True).stdout)
    return list(zip(made["signers"], made["tokens"], strict=True))


def crash() -> None:
    """Crash the database as a power cut does, and bring it back."""
    pid = int((CLUSTER / "data" / "postmaster.pid").read_text(encoding="utf-8").split(maxsplit=1)[0])
    os.kill(pid, signal.SIGQUIT)  # PostgreSQL's "immediate shutdown": nothing is written any more
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with suppress(postgres.PostgresError):
        postgres.start(CLUSTER, durable=True)
        return
    time.sleep(1)
    postgres.start(CLUSTER, durable=True)


def say(outcome: Outcome, trial: Trial, *, chain: int, seed: int) -> None:
    """Print the table."""
    print(f"\n{outcome.asked} signings in {outcome.seconds:.0f} s, seed {seed}")
    print(f"  connection: {dict(trial.happened.most_common())}")
    print(f"  killed and started again: {dict(trial.site.killed)}")
    print(f"  requests of the clients: {outcome.requests}; what pages in browsers said first: {dict(outcome.said)}")
    print(f"  signatures {outcome.signatures}, most of one signer {outcome.most}, events {outcome.events}")
    print(f"  sealed documents {outcome.documents}, of {outcome.documents_of}; history {'BROKEN' if chain else 'true'}")
    for line in outcome.untrue:
        print(f"  UNTRUE: {line}")
    print("  holds" if outcome.holds and not chain else "  DOES NOT HOLD")


if __name__ == "__main__":
    sys.exit(main())
