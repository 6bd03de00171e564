from pathlib import Path

import pytest

from skillrt.config import variables_of_steps
from skillrt.errors import Diagnostic, MachineError
from skillrt.process.sandbox import Unavailable
from skillrt.runs.watching import opening
from skillrt.runs.watching.opening import begin_to_watch
from skillrt.runs.watching.spool import Spool
from skillrt.runs.watching.watch import Look
from skillrt.targets import shipped_harnesses
from tests.jit.conftest import sandbox
from tests.runs.watching.test_spool import RECORD

__all__ = ["sandbox"]


def _look(data: Path) -> Look:
    return Look(
        data=data,
        mode="on",
        variables=variables_of_steps(),
        harnesses=shipped_harnesses(),
        home=None,
        folder="",
        say=print,
    )


def test_sessions_that_an_earlier_gateway_left_wait_to_be_settled(tmp_path: Path, sandbox: object):
    earlier = Spool(tmp_path)
    earlier.put(earlier.room("left"), RECORD)
    earlier.close()
    watching = begin_to_watch(_look(tmp_path), "", learns=True)
    (folder,) = watching.settler._ended
    assert folder.name == "left"
    watching.watch.close()


def test_without_a_sandbox_nothing_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def unavailable(*_: object) -> None:
        raise Unavailable(Diagnostic.of("machine.no-sandbox", "none here"))

    monkeypatch.setattr(opening, "open_sandbox", unavailable)
    with pytest.raises(MachineError):
        begin_to_watch(_look(tmp_path), "", learns=True)
    assert not list(tmp_path.rglob("*/lock")), "nothing is left behind"
