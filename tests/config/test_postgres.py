"""The embedded PostgreSQL: kept, shared, and back after every kind of end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config import postgres

pytestmark = pytest.mark.slow


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "a folder, with a comma"
    yield folder
    postgres.stop(folder)


def pid_file(data_dir: Path) -> Path:
    return data_dir / "data" / "postmaster.pid"


def server(data_dir: Path) -> psutil.Process:
    return psutil.Process(int(pid_file(data_dir).read_text(encoding="utf-8").split(maxsplit=1)[0]))


def gone(process: psutil.Process) -> bool:
    """Whether it ends within seconds; nobody may have collected its exit code yet."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def note(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM note ORDER BY text")]


def test_data_are_kept_and_nothing_runs_in_between(data_dir: Path) -> None:
    note(postgres.start(data_dir), "kept")
    running = server(data_dir)
    postgres.stop(data_dir)
    assert gone(running)
    assert not (data_dir / "url").exists()
    assert notes(postgres.start(data_dir)) == ["kept"]


def test_what_was_committed_survives_kill_9(data_dir: Path) -> None:
    note(postgres.start(data_dir), "committed")
    running = server(data_dir)
    running.send_signal(signal.SIGKILL)
    assert gone(running)
    assert notes(postgres.start(data_dir)) == ["committed"]


def test_a_pid_file_that_now_names_another_process_does_not_keep_it_from_starting(data_dir: Path) -> None:
    note(postgres.start(data_dir), "there")
    postgres.stop(data_dir)
    pid_file(data_dir).write_text(f"{os.getpid()}\n{data_dir}\n", encoding="utf-8")
    assert notes(postgres.start(data_dir)) == ["there"]


def test_it_runs_until_the_last_user_lets_go(data_dir: Path) -> None:
    url = postgres.start(data_dir)
    program = (
        "import sys; from pathlib import Path; from config import postgres;"
        " postgres.start(Path(sys.argv[1])); print('up', flush=True); input(); postgres.stop(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(data_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"
        postgres.stop(data_dir)
        note(url, "still there")
        running = server(data_dir)
        other.communicate("\n", timeout=30)
    assert gone(running)


def test_nobody_else_on_the_machine_can_connect(data_dir: Path) -> None:
    postgres.start(data_dir)
    assert (data_dir / "data").stat().st_mode & 0o077 == 0
    assert not [connection for connection in server(data_dir).net_connections() if connection.status == "LISTEN"]


def test_data_of_another_user_are_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(postgres.PostgresError, match="Set VAR_DIR"):
        postgres.start(tmp_path)
