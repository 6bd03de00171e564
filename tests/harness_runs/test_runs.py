"""Each product runs tasks with skills through the gateway, against a scripted upstream, streaming."""

from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.store.traces import Episodes, TraceReader, Wanted, traces_path
from skillrt.targets import Harness, shipped_harnesses
from skillrt.wire.exchange import Request, Response, Text, ToolCall, WireError
from tests.harness_runs.playing import (
    INTERPRETERS,
    Player,
    Workshop,
    anchored,
    load_all,
    results_of,
    runs,
    says,
    shell,
    texts_of,
)
from tests.upstream.answers import say
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
NAMES = ["claude-code", "codex", "opencode", "pi", "openclaw", "gemini-cli"]
# what every product is asked in first; the others that it speaks are tried too
OTHERS = [
    (name, dialect)
    for name in ("opencode", "pi", "openclaw")
    for dialect in ("anthropic-messages", "openai-responses")
]
EXAMPLES = Path(__file__).parents[2] / "examples" / "skills"
# those that need no packages, and that the model may load itself
SKILLS = {name: name for name in ("backup-drill", "i18n-audit")}
# harnesses that ask a person before they run a command; the others run it
ASKS = ["claude-code", "gemini-cli"]


def _first(name: str):
    return next(iter(shipped_harnesses()[name].launch.base_urls))


def _everywhere(harness: Harness, request: Request) -> Response:
    """A turn that runs each bundled program from the root, a folder below it and elsewhere, all at once."""
    calls: list[ToolCall] = []
    for name, path in sorted(anchored(request).items()):
        program = f"{INTERPRETERS[path.rpartition('.')[2]]} '{path}' --help"
        shown = f"{program} 2>&1 | grep -qi usage"
        places = " ".join(f"(cd {place} && {shown} && echo FINE {name});" for place in (".", "sub", "/"))
        calls.append(shell(harness, places))
    return say("I try the programs.", *calls)


@pytest.mark.parametrize("name", NAMES)
def test_a_task_with_skills_from_start_to_end(name: str, workshop: Made):
    """Skills are found and loaded, programs that come with them run from everywhere, files are made, and the store
    has it all."""
    place = workshop(name)
    (place.workspace / "sub").mkdir()
    turns = [
        load_all(list(SKILLS.values())),
        _everywhere,
        runs("echo one > one.txt; echo SAID-ONE", "echo two > two.txt; echo SAID-TWO"),
        says("All is done: FINI"),
    ]
    player = Player(place.harness, turns)
    skills = [word for folder in SKILLS for word in ("--skill", str(EXAMPLES / folder))]
    with ScriptedUpstream(player.answer) as upstream:
        done = place.run(upstream, _first(name), "--unattended", *skills)
    assert done["status"] == "ok", done
    assert done["answer"] == "All is done: FINI"
    assert done["changed"] == ["one.txt", "two.txt"]
    first, loaded, tried, ran = player.played
    for skill in SKILLS.values():
        assert skill in texts_of(first), f"{skill} is not listed"
    wanted = {
        f"{SKILLS[path.parent.parent.name]}/{path.name}"
        for folder in SKILLS
        for path in (EXAMPLES / folder / "scripts").iterdir()
    }
    assert set(anchored(loaded)) == wanted
    fine = "\n".join(results_of(tried))
    assert {name: fine.count(f"FINE {name}") for name in wanted} == dict.fromkeys(wanted, 3)
    assert len(results_of(ran)) == 2, "both calls of one answer are answered in one request"
    assert {word for word in ("SAID-ONE", "SAID-TWO") if word in "".join(results_of(ran))} == {"SAID-ONE", "SAID-TWO"}
    assert done["counted_by"] == "gateway"
    assert (done["usage"]["input"], done["usage"]["output"]) == (12 * done["exchanges"], 5 * done["exchanges"])
    assert [item.name for item in _calls(upstream)] == done["tool_calls"]
    assert not any((place.folder / "data/runs").iterdir())
    _require_recorded(place, done)
    assert [(row["listed"], row["loaded"]) for row in done["skills"]] == [(True, True)] * len(SKILLS)
    _require_episode(place, done)


def _require_episode(place: Workshop, done: dict[str, object]) -> None:
    """The episode in the store is what happened: skills listed and loaded, calls with their results, the answer."""
    with TraceReader.open(traces_path(place.folder / "data")) as reader:
        found = Episodes(reader.connection).find(Wanted(run=str(done["id"])))
    (episode,) = [item for item in found if not item.parent]
    assert (episode.harness, episode.prompt, episode.final) == (place.name, "Use your skills.", "All is done: FINI")
    assert episode.whole
    used = {use.name: use.loaded_at for use in episode.skills if use.name in SKILLS.values()}
    assert used == dict.fromkeys(SKILLS.values(), 0)
    assert all(use.variant for use in episode.skills if use.name in used)
    turns = [[call.tool for call in turn.calls] for turn in episode.turns]
    assert [len(calls) for calls in turns] == [len(SKILLS), 3, 2, 0]
    results = "".join(call.result for call in episode.turns[2].calls)
    assert "SAID-ONE" in results
    assert "SAID-TWO" in results
    assert [item.path for item in episode.changes] == ["one.txt", "two.txt"]
    assert episode.outcome.kind != "failed"
    assert episode.usage.input >= 12 * 4


def _calls(upstream: ScriptedUpstream) -> list[ToolCall]:
    parts = [part for one in upstream.exchanges if one.response for part in one.response.parts]
    return [part for part in parts if isinstance(part, ToolCall)]


def _require_recorded(place: Workshop, done: dict[str, object]) -> None:
    with TraceReader.open(traces_path(place.folder / "data")) as reader:
        run = reader.run(str(done["id"]))
        assert run
        assert (run.status, run.final, run.harness) == ("ok", "All is done: FINI", place.name)
        records = list(reader.exchanges(run=run.id))
    assert len(records) == done["exchanges"]
    assert all(record.understood and record.stream and record.status == 200 for record in records)
    answer = [record for record in records if record.response and "FINI" in str(record.response.parts)]
    assert len(answer) == 1
    assert answer[0].response
    assert [part.text for part in answer[0].response.parts if isinstance(part, Text)] == ["All is done: FINI"]


@pytest.mark.parametrize(("name", "dialect"), OTHERS)
def test_the_other_dialects_that_it_speaks(name: str, dialect: str, workshop: Made):
    place = workshop(name)
    player = Player(place.harness, [runs("echo one > one.txt", "echo two > two.txt"), says("FINI")])
    with ScriptedUpstream(player.answer) as upstream:
        done = place.run(upstream, dialect, "--unattended")  # type: ignore[arg-type]
    assert (done["status"], done["answer"], done["dialect"], done["translated"]) == ("ok", "FINI", dialect, False)
    assert done["changed"] == ["one.txt", "two.txt"]


@pytest.mark.parametrize("name", ["claude-code", "codex", "gemini-cli"])
def test_what_speaks_its_own_dialect_only_reaches_a_model_that_speaks_chat(name: str, workshop: Made):
    place = workshop(name)
    turns = [load_all(["backup-drill"]), runs("echo one > one.txt", "echo two > two.txt"), says("FINI")]
    player = Player(place.harness, turns)
    with ScriptedUpstream(player.answer) as upstream:
        done = place.run(upstream, "openai-chat", "--unattended", "--skill", str(EXAMPLES / "backup-drill"))
    assert done["status"] == "ok", done
    assert (done["answer"], done["translated"], done["changed"]) == ("FINI", True, ["one.txt", "two.txt"])
    assert {one.dialect for one in upstream.exchanges} == {"openai-chat"}
    assert [(row["listed"], row["loaded"]) for row in done["skills"]] == [(True, True)]


@pytest.mark.parametrize("name", NAMES)
def test_a_provider_that_refuses_is_told_from_a_harness_that_fails(name: str, workshop: Made):
    place = workshop(name)
    error = WireError(message="the key is not valid", type="authentication_error", status=401)
    with ScriptedUpstream(lambda request: Response(dialect=request.dialect, error=error)) as upstream:
        done = place.run(upstream, _first(name))
    assert (done["status"], done["exit_code"]) == ("provider", 6), done


@pytest.mark.parametrize("name", ASKS)
def test_nothing_is_done_unasked_without_unattended(name: str, workshop: Made):
    place = workshop(name)
    player = Player(place.harness, [runs("echo one > one.txt"), says("I was not allowed to.")])
    with ScriptedUpstream(player.answer) as upstream:
        done = place.run(upstream, _first(name))
    assert done["status"] == "ok", done
    assert (done["unattended"], done["changed"]) == (False, [])
