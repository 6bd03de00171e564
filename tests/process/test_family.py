import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skillrt.process.family import descendants, signal_family
from tests.process.ended import has_ended

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
NESTED = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def family():
    parent = subprocess.Popen(
        [sys.executable, "-c", NESTED], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    yield parent, child
    for pid in (parent.pid, child):
        if Path(f"/proc/{pid}").exists():
            os.kill(pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()


def test_what_left_the_group_is_found_and_ended(family):
    parent, child = family
    assert descendants(parent.pid) == (child,)
    assert child in descendants(os.getpid())
    assert signal_family(parent.pid, signal.SIGKILL) == (child,)
    assert has_ended(child)


def test_what_was_known_is_ended_after_its_parent(family):
    parent, child = family
    parent.kill()
    parent.wait()
    assert descendants(parent.pid) == ()
    signal_family(parent.pid, signal.SIGKILL, (child,))
    assert has_ended(child)


def test_nothing_is_there(family):
    parent, _ = family
    assert descendants(2**22 + 7) == ()
    assert signal_family(2**22 + 7, signal.SIGKILL) == ()
    assert parent.poll() is None
