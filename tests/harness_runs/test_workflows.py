"""`skillrt workflow run --agent` through real products: a step between two commands, against a scripted model."""

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from skillrt.cli.main import main
from skillrt.wire.exchange import Request, Response
from tests.harness_runs.playing import Player, Workshop, results_of, runs, texts_of
from tests.upstream.answers import say
from tests.upstream.server import ScriptedUpstream
from tests.workflow.records import put_variant, record, step

pytestmark = pytest.mark.harness
CONTENT = record(
    step("s1", "echo 42 | tee count.txt"),
    step("s2", text="Write twice the number of `count.txt` to `double.txt`."),
    step("s3", "cat double.txt"),
    pairs=["s1>s2", "s2>s3"],
)


@pytest.mark.parametrize("name", ["pi", "opencode"])
def test_an_agent_does_its_step_between_commands(name: str, workshop: Callable[[str], Workshop]):
    place = workshop(name)
    variant = put_variant(place.folder / "variant", CONTENT)

    def ends(_harness: object, request: Request) -> Response:
        return say(f"double.txt holds {results_of(request)[-1].strip()}")

    player = Player(place.harness, [runs("echo $((2 * $(cat count.txt))) | tee double.txt"), ends])
    out, err = StringIO(), StringIO()
    with ScriptedUpstream(player.answer) as upstream, redirect_stdout(out), redirect_stderr(err):
        where = ["--workspace", str(place.workspace), "--upstream", f"{upstream.url}/v1", "--unattended"]
        agent = ["--agent", f"gpt-5.1-codex@{name}", "--timeout", "240", "--format", "json"]
        status = main(["workflow", "run", str(variant), *agent, *where])
    found = json.loads(out.getvalue())
    assert status == 0, err.getvalue()
    assert [(row["state"], row["by_agent"]) for row in found["rows"]] == [
        ("done", False),
        ("done", True),
        ("done", False),
    ]
    assert (place.workspace / "double.txt").read_text() == "84\n"
    assert "84" in found["rows"][1]["answer"]
    told = texts_of(player.played[0])
    assert "Write twice the number" in told
    assert '<earlier-step title="do s1">\n42\n</earlier-step>' in told
