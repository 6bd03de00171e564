import msgspec

from skillrt.store.traces.episode import Call, Episode, Evidence, FileChange, Outcome, SkillUse, Turn


def test_an_episode_survives_json() -> None:
    call = Call(id="c1", tool="bash", arguments='{"command": "false"}', result="exit 1", is_error=True, millis=12)
    episode = Episode(
        id="e1",
        run="r1",
        harness="pi",
        model="m",
        prompt="Count the birds",
        started=1_790_000_000_000,
        turns=(Turn(exchange="x1", text="I look.", calls=(call,)),),
        final="Three.",
        skills=(SkillUse(name="birds", loaded_at=0),),
        changes=(FileChange(path="out.csv", after="ab" * 32),),
        outcome=Outcome(
            kind="failed", failure="tool", evidence=(Evidence(source="tool result", text="exit 1", turn=0),)
        ),
    )
    assert msgspec.json.decode(msgspec.json.encode(episode), type=Episode) == episode
