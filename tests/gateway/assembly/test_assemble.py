import msgspec
import pytest

from skillrt.gateway.assembly import assemble
from skillrt.store.traces import ExchangeRecord, FileChange, FittedSkill, InstalledSkill, RunRecord
from tests.gateway.assembly.six import AGAIN, ASK, FOLD, LOOK, SIX
from tests.gateway.assembly.talk import Talk


@pytest.mark.parametrize("name", SIX)
def test_two_requests_of_each_harness(name: str):
    talk = SIX[name]()
    assert {record.harness for record in talk.sent} == {name}
    first, second = assemble(talk.sent)

    assert (first.harness, first.run, first.prompt, second.prompt) == (name, "r1", ASK, AGAIN)
    assert [[call.operation for call in turn.calls] for turn in first.turns][1:] == [["shell.run"] * 2, []]
    assert [call.result for call in first.turns[1].calls] == ["folded", "crane.txt"]
    assert FOLD in first.turns[1].calls[0].arguments
    assert LOOK in first.turns[1].calls[1].arguments
    assert first.turns[1].text == "Now I fold."
    assert first.final == "The crane is in crane.txt."
    assert first.whole
    assert [(skill.name, skill.loaded_at) for skill in first.skills] == [("paper", 0), ("clay", -1)]

    assert second.final == "Done, with wings."
    assert second.turns[0].calls[0].result == "Traceback: no wings"
    assert [(skill.name, skill.loaded_at) for skill in second.skills] == [("paper", 0), ("clay", -1)]


@pytest.mark.parametrize("name", SIX)
def test_tokens_times_and_cost(name: str):
    first, second = assemble(SIX[name]().sent)
    assert (first.usage.input, first.usage.output, first.usage.cache_read) == (3000, 150, 1800)
    assert (first.first_token, first.took, second.took) == (120, 2400, 1400)
    assert first.turns[0].calls[0].millis == 600  # from the answer to the next request
    assert [call.millis for call in first.turns[1].calls] == [-1, -1]  # two at once: not known apart
    assert first.cost is not None
    if first.model == "claude-sonnet-4-5":
        assert first.cost == pytest.approx((1200 * 3 + 1800 * 0.3 + 150 * 15) / 1e6)


@pytest.mark.parametrize("name", SIX)
def test_without_a_run_and_in_any_order_it_is_the_same(name: str):
    talk = SIX[name]()
    plain = assemble(talk.sent)
    bare = [msgspec.structs.replace(record, run="") for record in reversed(talk.sent)]
    assert [msgspec.structs.replace(episode, run="r1") for episode in assemble(bare)] == plain
    assert [episode.id for episode in plain] == [episode.id for episode in assemble(talk.sent)]


def test_titles_are_beside_the_work():
    first, second = assemble(SIX["opencode"]().sent)
    assert [(call.kind, call.usage.output) for call in first.side_calls] == [("title", 50)]
    assert second.side_calls == ()


def test_two_harnesses_at_once_are_kept_apart():
    talks = [SIX["pi"](), SIX["gemini-cli"]()]
    records = [
        msgspec.structs.replace(record, id=f"{at}{record.id}", started=record.started + at)
        for at, talk in enumerate(talks)
        for record in talk.sent
    ]
    episodes = assemble(records)
    assert sorted((episode.harness, episode.prompt) for episode in episodes) == sorted(
        (name, prompt) for name in ("pi", "gemini-cli") for prompt in (ASK, AGAIN)
    )


def test_what_only_the_run_knows():
    change = FileChange(path="crane.txt", after="a" * 64)
    before = FileChange(path="fold.py", before="b" * 64)
    run = RunRecord(
        id="r1", started=1, harness="pi", model="m", skills=(InstalledSkill(name="paper", variant="v1"),),
        before=(before,), changes=(change,),
    )  # fmt: skip
    first, second = assemble(SIX["pi"]().sent, run)
    assert (first.skills[0].variant, first.skills[0].fitted) == ("v1", "")
    assert (first.before, first.changes) == ((before,), ())
    assert (second.before, second.changes) == ((), (change,))


def test_how_commands_ended_that_only_the_harness_says():
    records = SIX["opencode"]().sent
    calls = [call for episode in assemble(records) for turn in episode.turns for call in turn.calls]
    shell = [call for call in calls if call.operation == "shell.run" and call.answered]
    assert shell
    assert all(call.exit is None for call in shell)
    run = RunRecord(id="r1", started=1, harness="opencode", model="m", exits=tuple((call.id, 3) for call in calls))
    found = {call.id: call.exit for item in assemble(records, run) for turn in item.turns for call in turn.calls}
    assert found == {call.id: 3 if call in shell else None for call in calls}


def test_a_variant_that_another_model_got_as_it_loaded_the_skill():
    (first, *_) = assemble(SIX["pi"]().sent)
    use = first.skills[0]
    mine, other = (FittedSkill(name=use.name, model=model, variant="v2") for model in (first.model, "another"))
    installed = (InstalledSkill(name=use.name, variant="v1"),)
    for fitted, wanted in (((other, mine), ("v2", f"{first.model}@pi")), ((other,), ("v1", ""))):
        run = RunRecord(id="r1", started=1, harness="pi", model="large", skills=installed, fitted=fitted)
        (found, *_) = assemble(SIX["pi"]().sent, run)
        assert found.skills[0].loaded_at >= 0
        assert (found.skills[0].variant, found.skills[0].fitted) == wanted


def _claude(agent: str = "") -> dict[str, str]:
    return {"x-claude-code-agent-id": agent} if agent else {}


def test_a_background_agent_of_claude_code_is_nested_and_awaited():
    talk = Talk(
        "anthropic-messages",
        headers={"user-agent": "claude-cli/2.1.330", "x-claude-code-session-id": "s-1"},
        tools=("Agent", "Bash"),
    )
    job = "Count all the folded edges in the drawings and report the number."
    main: list = [("system", "You are an agent."), ("user", ["Fold and count."])]
    talk.send(main, "", [("c1", "Agent", f'{{"prompt":"{job}","description":"count"}}')])
    main += [
        ("assistant", "", [("c1", "Agent", f'{{"prompt":"{job}","description":"count"}}')]),
        ("results", [("c1", "Agent", "Async agent launched successfully", False)]),
    ]
    child: list = [("system", "You are a sub-agent."), ("user", [job])]
    talk.send(child, "", [("k1", "Bash", '{"command":"wc -l"}')], headers=_claude("a-1"))
    talk.send(main, "It is being counted.")
    child += [("assistant", "", [("k1", "Bash", '{"command":"wc -l"}')]), ("results", [("k1", "Bash", "42", False)])]
    talk.send(child, "There are 42.", headers=_claude("a-1"))
    main += [("assistant", "It is being counted.", []), ("user", ["<task-notification>done: 42</task-notification>"])]
    talk.send(main, "There are 42 edges.")
    parent, nested = assemble(talk.sent)
    assert (nested.parent, nested.prompt, nested.final) == (parent.id, job, "There are 42.")
    assert (parent.parent, parent.final, len(parent.turns)) == ("", "There are 42 edges.", 3)
    assert parent.whole


def test_an_episode_with_an_unfinished_agent_is_not_whole():
    talk = Talk(
        "openai-responses",
        headers={"user-agent": "codex_exec/1", "session-id": "s", "thread-id": "t"},
        tools=("spawn_agent",),
    )
    job = "Look for the longest edge of all."
    main: list = [("user", ["Find it."])]
    talk.send(main, "", [("c1", "spawn_agent", f'{{"message":"{job}"}}')])
    talk.send([("user", [job])], "", [("k1", "exec_command", '{"cmd":"ls"}')], headers={
        "thread-id": "t2", "x-codex-parent-thread-id": "t", "x-openai-subagent": "collab_spawn"
    })  # fmt: skip
    main += [
        ("assistant", "", [("c1", "spawn_agent", f'{{"message":"{job}"}}')]),
        ("results", [("c1", "", "{}", False)]),
    ]
    talk.send(main, "I could not wait.")
    parent, nested = assemble(talk.sent)
    assert nested.parent == parent.id
    assert (nested.whole, parent.whole) == (False, False)


def test_an_agent_without_any_id_is_known_by_the_words_it_was_given():
    talk = Talk("gemini", headers={"user-agent": "GeminiCLI-tui/0.61.0"}, tools=("invoke_agent",))
    call = ("c1", "invoke_agent", '{"agent_name":"generalist","prompt":"Measure every edge of the sheet."}')
    main: list = [("system", "You are an agent."), ("user", "Fold it.")]
    talk.send(main, "", [call])
    talk.send(
        [("system", "You are a generalist."), ("user", "Measure every edge of the sheet.")],
        "All 12 cm.",
        tools=("complete_task",),
    )
    main += [("assistant", "", [call]), ("results", [("c1", "invoke_agent", "All 12 cm.", False)])]
    talk.send(main, "Folded.")
    parent, nested = assemble(talk.sent)
    assert (nested.parent, nested.final, parent.final) == (parent.id, "All 12 cm.", "Folded.")


def test_a_child_session_of_opencode():
    talk = Talk("openai-chat", headers={"user-agent": "opencode/1", "x-session-id": "a"}, tools=("task",))
    call = ("c1", "task", '{"prompt":"Measure every edge of it.","description":"m","subagent_type":"general"}')
    main: list = [("system", "S"), ("user", "Fold it.")]
    talk.send(main, "", [call])
    talk.send(
        [("system", "T"), ("user", "Measure every edge of it.")],
        "12",
        headers={"x-session-id": "b", "x-parent-session-id": "a"},
    )
    main += [("assistant", "", [call]), ("results", [("c1", "task", "12", False)])]
    talk.send(main, "Folded.")
    assert {record.session for record in talk.sent} == {"a"}
    parent, nested = assemble(talk.sent)
    assert nested.parent == parent.id


def test_requests_that_are_sent_again_count_as_retries_and_not_as_turns():
    talk = Talk("openai-chat", headers={"user-agent": "opencode/1", "x-session-id": "a"})
    main: list = [("user", "Fold it.")]
    talk.send(main, error="overloaded")
    talk.send(main, error="overloaded")
    talk.send(main, "Folded.")
    (episode,) = assemble(talk.sent)
    assert (len(episode.turns), episode.retries, episode.final) == (1, 2, "Folded.")


def test_openclaw_changes_its_prompt_when_it_tries_again():
    talk = Talk("openai-chat", headers={"user-agent": "OpenAI/JS 7"}, harness="openclaw")
    main: list = [("system", "running inside OpenClaw"), ("user", "[Sun 2026-11-22 11:35 UTC] Fold it.")]
    talk.send(main, error="boom")
    queued = "[Queued user message from a previous active turn, kept] Fold it.\nContinue the current task."
    talk.send([*main, ("user", queued)], "Folded.")
    (episode,) = assemble(talk.sent)
    assert (episode.prompt, episode.retries, episode.final) == ("Fold it.", 1, "Folded.")


def test_a_request_that_never_got_an_answer():
    talk = Talk("openai-chat", headers={"user-agent": "opencode/1", "x-session-id": "a"})
    talk.send([("user", "Fold it.")], error="out of credit", status=402)
    (episode,) = assemble(talk.sent)
    assert (episode.final, episode.whole) == ("", False)
    assert (episode.turns[0].error, episode.turns[0].status) == ("out of credit", 402)


def test_what_the_user_adds_while_work_goes_on_is_no_new_request():
    talk = Talk("openai-chat", headers={"user-agent": "opencode/1", "x-session-id": "a"})
    main: list = [("user", "Fold it.")]
    talk.send(main, "", [("c1", "bash", '{"command":"fold"}')])
    main += [
        ("assistant", "", [("c1", "bash", '{"command":"fold"}')]),
        ("results", [("c1", "bash", "ok", False)]),
        ("user", "In blue, please."),
    ]
    talk.send(main, "Folded in blue.")
    (episode,) = assemble(talk.sent)
    assert episode.turns[1].said == "In blue, please."


def test_a_new_request_after_work_was_broken_off():
    talk = Talk("openai-chat", headers={"user-agent": "opencode/1", "x-session-id": "a"})
    main: list = [("user", "Fold it.")]
    talk.send(main, "Wait.", [("c1", "bash", '{"command":"fold"}')])
    main += [("assistant", "Wait.", []), ("user", "Stop. Tell me the time.")]
    talk.send(main, "Noon.")
    first, second = assemble(talk.sent)
    assert (first.whole, first.turns[0].calls[0].answered) == (False, False)
    assert second.prompt == "Stop. Tell me the time."


def test_a_history_that_was_shortened_stays_with_its_agent():
    talk = Talk(
        "anthropic-messages", headers={"user-agent": "claude-cli/2", "x-claude-code-session-id": "s"}, tools=("Bash",)
    )
    talk.send([("user", ["Fold it."])], "", [("c1", "Bash", '{"command":"fold"}')])
    main: list = [("assistant", "A summary.", []), ("assistant", "", [("c1", "Bash", '{"command":"fold"}')])]
    talk.send([*main, ("results", [("c1", "Bash", "ok", False)])], "Folded.")
    (episode,) = assemble(talk.sent)
    assert (episode.prompt, episode.final, episode.turns[0].calls[0].result) == ("Fold it.", "Folded.", "ok")


def test_what_is_not_understood_is_left_out():
    assert assemble([ExchangeRecord(id="x", started=1, understood=False, request_body=b"?")]) == []


def test_a_tool_that_calls_other_tools_is_seen_through():
    talk = Talk("openai-chat", harness="openclaw", tools=("tool_call",))
    main: list = [("user", "Fold it.")]
    call = ("c_1", "tool_call", '{"id":"exec","args":{"command":"fold"}}')
    talk.send(main, "", [call])
    main += [("assistant", "", [("c1", *call[1:])]), ("results", [("c1", "tool_call", "ok", False)])]
    talk.send(main, "Folded.")
    (episode,) = assemble(talk.sent)
    (found,) = episode.turns[0].calls
    assert (found.tool, found.operation, found.arguments, found.result) == (
        "exec",
        "shell.run",
        '{"command": "fold"}',
        "ok",
    )
