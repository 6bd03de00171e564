import os
from pathlib import Path

import pytest

from skillrt.jit.learn import Workshop
from skillrt.jit.state import demoted, learnt
from skillrt.runs.watching.shelved import Shelved
from skillrt.store.templates import Templates
from tests.gateway.jobs import REQUEST
from tests.jit.conftest import replayer, sandbox, sums, workshop
from tests.runs.watching.agent import keep

__all__ = ["replayer", "sandbox", "sums", "workshop"]


def test_what_changes_is_read_again(tmp_path: Path, workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    shelved = Shelved(tmp_path, said.append)
    assert shelved.looking_like(REQUEST) == ()
    (template,) = workshop.learn().templates
    keep(tmp_path, learnt(template))
    (found,) = shelved.looking_like(REQUEST)
    assert found.template == template
    assert shelved.looking_like("What is the weather like?") == ()
    os.utime(Templates(tmp_path).root, ns=(1, 10**18))
    shelved.looking_like(REQUEST)
    monkeypatch.setattr(Templates, "read", lambda *_: pytest.fail("nothing has changed"))
    assert shelved.looking_like(REQUEST) == (found,)
    monkeypatch.undo()
    keep(tmp_path, demoted(learnt(template), "by a test"))
    assert shelved.looking_like(REQUEST) == ()


def test_a_damaged_record_is_said_once(tmp_path: Path):
    said: list[str] = []
    shelved = Shelved(tmp_path, said.append)
    for _ in range(2):
        Templates(tmp_path).write("0123456789ab", b"{")
        assert shelved.looking_like("Sum it.") == ()
    assert said == [
        "the record of template 0123456789ab cannot be read; `skillrt jit forget 0123456789ab` removes it"
    ]
