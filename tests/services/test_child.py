"""What runs beside the server leaves it a core."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from consult.services import child


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux lets one choose")
def test_process_beside_the_server_leaves_it_a_core():
    cores = sorted(os.sched_getaffinity(0))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        child._leave_a_core(process.pid)
        given = os.sched_getaffinity(process.pid)
        process.communicate(b"\n")

    assert given == set(cores[1:] or cores)
