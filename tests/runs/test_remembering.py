from pathlib import Path

import msgspec

from skillrt.jit.learn import Workshop
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import Spent, learnt
from skillrt.runs.remembering import Seen, in_use, read_or_none, remember
from skillrt.store.templates import Templates
from tests.gateway.jobs import CONDITIONS, SPEC
from tests.jit.conftest import replayer, sandbox, sums, workshop
from tests.runs.watching.agent import keep

__all__ = ["replayer", "sandbox", "sums", "workshop"]


def test_what_it_was_seen_under_counts(tmp_path: Path, workshop: Workshop):
    (template,) = workshop.learn().templates
    store = Templates(tmp_path)
    keep(tmp_path, learnt(template))
    said: list[str] = []
    seen = Seen(run="r1", right=True, spent=Spent(4, 100, 2000))
    for count in (1, 2):
        kept = remember(store, template.id, CONDITIONS, SPEC, seen, said.append)
        assert kept
        assert (kept.right, kept.state) == (count, "shadow")
    other = Conditions(CONDITIONS.skills, "another python")
    kept = remember(store, template.id, other, SPEC, seen, said.append)
    assert kept
    assert kept.right == 1, "with another Python it counts from nothing"
    wrong = Seen(run="r2", right=False, why="no file")
    kept = remember(store, template.id, other, SPEC, wrong, said.append)
    assert kept == read_or_none(store, template.id)
    assert kept
    assert kept.history[-1].why == "run r2: no file"
    assert said == []


def test_what_cannot_be_read_is_none(tmp_path: Path):
    store = Templates(tmp_path)
    assert read_or_none(store, "0123456789ab") is None
    store.write("0123456789ab", b"{")
    assert read_or_none(store, "0123456789ab") is None
    assert remember(store, "0123456789ab", CONDITIONS, SPEC, Seen(run="r", right=True), print) is None


def test_what_may_be_used_and_what_cannot_be_read(tmp_path: Path, workshop: Workshop):
    (template,) = workshop.learn().templates
    store = Templates(tmp_path)
    keep(tmp_path, learnt(template))
    store.write("0123456789ab", b"{")
    demoted = msgspec.structs.replace(learnt(template), state="demoted")
    store.write("0123456789ac", msgspec.json.encode(demoted))
    said: list[str] = []
    unread: set[str] = set()
    for _ in range(2):
        assert [item.template.id for item in in_use(store, said.append, unread)] == [template.id]
    assert said == [
        "the record of template 0123456789ab cannot be read; `skillrt jit forget 0123456789ab` removes it"
    ]
