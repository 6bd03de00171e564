import signal
import subprocess
import sys

import pytest

from skillrt.process.family import outlive
from tests.process.ended import has_ended

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
FOLLOWS = """
import asyncio, os, sys
from pathlib import Path
from skillrt.process.follow import Start, follow
command = ["/bin/sh", "-c", "setsid sleep 60 & echo $! $$; wait"]
asyncio.run(follow(Start(command, Path("/"), os.environ), lambda data: os.write(1, data)))
"""


def test_a_program_and_what_it_started_end_with_who_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", FOLLOWS], stdout=subprocess.PIPE)
    assert parent.stdout
    with parent.stdout as out:
        pids = [int(word) for word in out.readline().split()]
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert [has_ended(pid) for pid in pids] == [True, True]


def test_what_has_ended_is_left_alone():
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    outlive([f"+{other.pid}\n", f"-{other.pid}\n"])
    assert other.poll() is None
    outlive([f"+{other.pid}\n"])
    assert other.wait() == -signal.SIGTERM
