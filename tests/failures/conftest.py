"""Halls to be treated badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journeys.conftest import browser, phone_screen, screen  # noqa: F401
from real import JsonServer

from failures.cluster import Cluster, new_cluster
from failures.prepared import KEY, Hall, Prepared


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return Prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the server."""
    made = tmp_path / "hall"
    made.mkdir()
    return made


@pytest.fixture
def on_sqlite(prepared: Prepared, folder: Path) -> Callable[[int], Hall]:
    """A hall of so many people in the data folder of the server."""
    return lambda people: prepared.on_sqlite(folder, people)


@pytest.fixture
def serve(folder: Path) -> Iterator[Callable[..., JsonServer]]:
    """A server that works; whatever is left of it ends with the test."""
    servers: list[JsonServer] = []

    def _serve(folder: Path = folder, **environment: str) -> JsonServer:
        servers.append(JsonServer(folder, **KEY, **environment))
        servers[-1].wait()
        return servers[-1]

    yield _serve
    for server in servers:
        server.kill()
        server.said.close()


@pytest.fixture(scope="session")
def clusters() -> Iterator[list[Cluster]]:
    made: list[Cluster] = []
    yield made
    for one in made:
        one.remove()


@pytest.fixture
def cluster(clusters: list[Cluster]) -> Callable[[], Cluster]:
    """A PostgreSQL that is ours alone, made when it is first asked for."""

    def _cluster() -> Cluster:
        if not clusters:
            clusters.append(new_cluster())
        return clusters[0]

    return _cluster
