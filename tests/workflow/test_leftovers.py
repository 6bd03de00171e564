import subprocess

from skillrt.process.started import group_lives
from skillrt.workflow.leftovers import Leftovers


def test_a_group_that_goes_on_is_ended_and_told():
    process = subprocess.Popen(["sh", "-c", "sleep 60 & exit 0"], start_new_session=True)
    process.wait()
    found = Leftovers()
    found.look(process.pid)
    assert found.end(1.0) == [str(process.pid)]


def test_groups_that_are_gone_are_forgotten():
    process = subprocess.Popen(["true"], start_new_session=True)
    process.wait()
    found = Leftovers()
    found.look(process.pid)
    found.look(0)
    assert found.end(1.0) == []
    assert not group_lives(process.pid)
