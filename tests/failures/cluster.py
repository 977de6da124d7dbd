"""A PostgreSQL of our own, which can be stopped, restarted and made read-only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from real import free_port
from tools import missing

from failures.prepared import Hall, made

ADMIN = "consult"


@dataclass
class Cluster:
    """It runs as the system's postgres where we are root: PostgreSQL refuses to run as root."""

    bin: Path
    home: Path
    port: int = field(default_factory=free_port)
    halls: dict[int, Hall] = field(default_factory=dict)
    databases: int = 0

    def create(self) -> None:
        """Make it and start it."""
        self.do("initdb", "--pgdata", self.data, "--username", ADMIN, "--auth", "trust", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it; returns when it answers."""
        options = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1"
        self.do(
            "pg_ctl",
            "--pgdata",
            self.data,
            "--log",
            f"{self.home}/log",
            "--wait",
            "--options",
            options,
            "start",
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends every connection, `immediate` is like a power cut."""
        self.do("pg_ctl", "--pgdata", self.data, "--mode", mode, "--wait", "stop")

    def address(self, database: str = "postgres") -> str:
        """Where a database is."""
        return f"postgresql://{ADMIN}@127.0.0.1:{self.port}/{database}"

    def hall(self, people: int) -> tuple[str, Hall]:
        """A database of its own with a hall of so many people."""
        template = f"of_{people}"
        if people not in self.halls:
            self.run(f"CREATE DATABASE {template}")
            environment = {
                "CONSULT_DATA": str(self.home / "none"),
                "CONSULT_DATABASE_URL": self.address(template),
            }
            self.halls[people] = made(people, environment)
        return self.empty(template), self.halls[people]

    def empty(self, template: str = "template0") -> str:
        """A database of its own, as the template has it."""
        self.databases += 1
        name = f"test_{self.databases}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def run(self, statement: str) -> None:
        """Tell the cluster something, outside of any transaction."""
        with closing(psycopg.connect(self.address(), autocommit=True)) as connection:
            connection.execute(statement)

    def cut_all(self) -> None:
        """End every connection but this one."""
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    def read_only(self, on: bool) -> None:
        """Take nothing any more, as a standby does, or take it again."""
        self.run(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if on else 'off'}")
        self.run("SELECT pg_reload_conf()")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes everything and answers nothing, as behind a network that swallows packets."""
        with closing(psycopg.connect(self.address())) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            ).fetchall()
        pids = [
            int((self.home / "data" / "postmaster.pid").read_text().split()[0]),
            *(pid for (pid,) in found),
        ]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def remove(self) -> None:
        """Stop it and throw everything away."""
        if (self.home / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def data(self) -> str:
        return f"{self.home}/data"

    def do(self, tool: str, *words: str) -> None:
        """Run one of its programs."""
        command = [str(self.bin / tool), *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Its server keeps what it inherits: what it says must go into a file, or nobody sees the end.
        with (self.home / "tools").open("a+") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, timeout=240, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read()


def new_cluster() -> Cluster:
    """One that runs; skips the test where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("PostgreSQL")
    home = Path(tempfile.mkdtemp(prefix="cluster-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    cluster = Cluster(found[-1].parent, home)
    cluster.create()
    return cluster
