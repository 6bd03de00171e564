from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from skillrt.jit.learn import Learnt, Workshop
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.jit.shelving import learn_from_traces, shelve
from skillrt.jit.state import demoted, observed, read_kept
from skillrt.store.templates import Templates
from skillrt.store.traces import Call, Episode, Episodes, FileChange, RunRecord, TraceReader, TraceStore, Turn
from skillrt.store.traces.files import sha256_of


def test_a_template_that_is_known_keeps_its_history(tmp_path: Path, workshop: Workshop):
    store = Templates(tmp_path)
    (first,) = shelve(store, workshop).templates
    store.write(first.template.id, msgspec.json.encode(observed(first, right=True)))
    (again,) = shelve(store, workshop).templates
    assert (again.template, again.right) == (first.template, 1)
    assert read_kept(store, first.template.id) == again


class _Slow(Workshop):
    """Something happens to the store while it learns."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def learn(self, *arguments: Any, **options: Any) -> Learnt:
        found = super().learn(*arguments, **options)
        self.meanwhile()
        return found


def test_what_happens_to_a_template_while_it_is_learnt_stays(
    tmp_path: Path, sums: list[Recorded], replayer: Replayer
):
    store = Templates(tmp_path)
    (first,) = shelve(store, Workshop(sums, replayer)).templates
    name = first.template.id
    slow = _Slow(sums, replayer)
    slow.meanwhile = lambda: store.write(name, msgspec.json.encode(demoted(first, "by hand")))
    (again,) = shelve(store, slow).templates
    assert (again.state, read_kept(store, name).state) == ("demoted", "demoted")
    store.write(name, msgspec.json.encode(first))
    slow.meanwhile = lambda: store.remove(name)
    assert shelve(store, slow).templates == ()
    assert store.ids() == [], "it was forgotten"


def test_no_second_template_is_put_beside_one_for_the_same_job(
    tmp_path: Path, sums: list[Recorded], replayer: Replayer
):
    store = Templates(tmp_path)
    (first,) = shelve(store, Workshop(sums, replayer)).templates
    rest = [episode for episode in sums if episode.id != first.template.source]
    assert shelve(store, Workshop(rest, replayer)).templates == ()
    assert store.ids() == [first.template.id]
    store.write(first.template.id, msgspec.json.encode(demoted(first, "wrong")))
    (second,) = shelve(store, Workshop(sums, replayer)).templates
    assert second.template.id != first.template.id
    assert second.state == "shadow"


def test_templates_of_runs_that_were_traced(tmp_path: Path, sums: list[Recorded], replayer: Replayer):
    path = tmp_path / "traces.db"
    for at, episode in enumerate(sums):
        _trace(path, at, episode)
    with TraceReader.open(path) as reader:
        found = learn_from_traces(reader, tmp_path, replayer)
    (kept,) = found.templates
    assert len(kept.template.proofs) >= 3
    assert len(kept.template.wordings) == 2
    assert all("/home" not in action.text for action in kept.template.actions)


def _trace(path: Path, at: int, recorded: Recorded) -> None:
    """The episode as a run of Claude Code leaves it in the store, done in a folder of its own by absolute paths."""
    workspace = f"/home/u/job-{at}"
    before = {item.name: item.read_bytes() for item in recorded.before.iterdir()}
    after = {name: copy.read_bytes() for name, copy in recorded.after.items()}
    command = recorded.calls[0].arguments["command"]
    for name in (*before, *after):
        command = command.replace(name, f"{workspace}/{name}")
    call = Call(
        id="1", tool="Bash", arguments=msgspec.json.encode({"command": command}).decode(), operation="shell.run"
    )
    run = RunRecord(
        id=f"r{at}", started=at, harness="claude-code", model="m", prompt=recorded.prompt, workspace=workspace
    )
    with TraceStore.open(path) as store:
        store.put_run(run)
        for data in (*before.values(), *after.values()):
            store.put_file(data)
        assert store.flush()
    episode = Episode(
        id=f"e{at}", run=run.id, harness=run.harness, model="m", prompt=recorded.prompt, started=at,
        turns=(Turn(calls=(call,)), Turn(text=recorded.final)), final=recorded.final,
        before=tuple(FileChange(path=name, before=sha256_of(data)) for name, data in before.items()),
        changes=tuple(FileChange(path=name, after=sha256_of(data)) for name, data in after.items()),
    )  # fmt: skip
    with TraceReader.open(path) as reader:
        Episodes(reader.connection).put(episode)
