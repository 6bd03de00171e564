import json
from collections.abc import Generator
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.profiler.selection import every_probe
from skillrt.targets import plain_api, shipped_harnesses
from skillrt.targets.profile_file import read_profile
from tests.profiler.sample_probes import PROBES
from tests.simulated.killing import command, killed_after
from tests.simulated.model import SimulatedModel, Truth
from tests.upstream.server import ScriptedUpstream


@pytest.fixture(autouse=True)
def _samples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sample probes stand for the real ones, which have tests of their own."""
    monkeypatch.setattr("skillrt.profiler.selection.every_probe", lambda: PROBES)
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def upstream() -> Generator[ScriptedUpstream]:
    probes = {name: probe for name, probe in PROBES.items() if probe}
    truth = Truth(rates={"tool.web": (0.0, 0.0, 0.0)})
    with ScriptedUpstream(SimulatedModel(probes, "1", shipped_harnesses()["bare"], truth).answer) as found:
        yield found


def measure(upstream: ScriptedUpstream, *options: str, model: str = "m") -> int:
    return main(["profile", "--target", f"{model}@bare", "--upstream", f"{upstream.url}/v1", *options])


def test_a_target_is_measured_and_the_profile_written(upstream, capsys, tmp_path):
    assert measure(upstream, "-o", "p.json", "-j", "3") == 0
    out, err = capsys.readouterr()
    assert "tool.web           - 0/2  - 0/2  - 0/2" in out
    assert "reason.arithmetic  + 4/4  + 4/4  + 4/4" in out
    assert "a guess" in err
    assert "3 of 3 primitives" in err
    profile = read_profile(tmp_path / "p.json")
    assert (profile.model, profile.harness) == ("m", "bare")
    assert main(["targets", "m@bare", "--profiles", "p.json"]) == 0
    assert "+ 4/4" in capsys.readouterr().out


@pytest.mark.parametrize("dialect", ["openai-chat", "anthropic-messages"])
def test_a_plain_api_is_measured_and_known_in_harnesses(dialect: str, capsys, tmp_path):
    probes = {name: probe for name, probe in PROBES.items() if probe}
    model = SimulatedModel(probes, "1", plain_api(), Truth(other=(1.0, 1.0, 0.0)))
    with ScriptedUpstream(model.answer) as upstream:
        base = f"{upstream.url}/v1" if dialect == "openai-chat" else upstream.url
        where = ["--upstream", base, "--dialect", dialect]
        assert main(["profile", "--target", "m@api", *where, "-o", "p.json"]) == 0
    out = capsys.readouterr().out
    assert "reason.arithmetic  + 4/4  + 4/4  - 0/2" in out
    assert "the plain API has no tool for web.fetch, as far as is known: tool.web" in out
    assert main(["profile", "show", "m@api"]) == 0
    assert main(["targets", "m@opencode", "--profiles", "p.json"]) == 0
    assert "the same model in another harness" in capsys.readouterr().out


def test_a_dry_run_asks_no_model(upstream, capsys):
    assert measure(upstream, "--dry-run", "--json", "--primitive", "tool.web", "--levels", "L1") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["estimate"]["primitives"] == 1
    assert 3 <= found["estimate"]["trials"] <= 7
    assert upstream.received == []


def test_a_dry_run_writes_nothing(upstream, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "nothing"))
    assert measure(upstream, "--dry-run") == 0
    assert not (tmp_path / "nothing").exists()
    assert measure(upstream, "-o", str(tmp_path / "nowhere" / "p.json")) == 3
    assert "there is no folder" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
    assert upstream.received == []


def test_a_provider_that_fails_each_time_gives_no_profile(monkeypatch, capsys):
    from tests.upstream.faults import status

    monkeypatch.setattr("skillrt.profiler.measure._TRIES", 1)
    with ScriptedUpstream(lambda request: status(400)) as failing:
        assert measure(failing, "--primitive", "tool.web", "--levels", "L1", "-o", "p.json") == 6
    out = capsys.readouterr().out
    assert "no profile was written: no trial counts" in out
    assert "--profiles" not in out
    assert not Path("p.json").exists()


def test_json_and_a_budget_that_is_spent(upstream, capsys):
    assert measure(upstream, "--json", "--budget", "trials=3,time=10m") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["fresh"], found["stopped"]) == (3, "the budget of trials is spent")


def test_a_provider_that_refuses_ends_with_the_status_of_a_provider(capsys):
    from tests.upstream.faults import status

    with ScriptedUpstream(lambda request: status(401)) as refusing:
        assert measure(refusing, "--json") == 6
    assert "401" in json.loads(capsys.readouterr().out)["stopped"]


def test_begin_anew_asks_again(upstream, capsys):
    measure(upstream, "--primitive", "tool.web")
    asked = len(upstream.exchanges)
    measure(upstream, "--primitive", "tool.web")
    assert len(upstream.exchanges) == asked
    measure(upstream, "--primitive", "tool.web", "--no-resume")
    assert len(upstream.exchanges) == 2 * asked


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--budget", "trials=x"], "no part of a budget"),
        (["--budget", "coins=3"], "no part of a budget"),
        (["--budget", "trials=3m"], "no part of a budget"),
        (["--budget", "money=3"], "the price of `m` is not known"),
        (["--levels", "L4"], "a list of L1, L2 and L3"),
        (["--error", "0.6"], "between 0.01 and 0.5"),
        (["--jobs", "0"], "between 1 and 256"),
        (["--timeout", "0"], "must be positive"),
        (["--primitive", "tool.wob"], "there is no primitive"),
    ],
)
def test_wrong_options_are_told(upstream, options: list[str], words: str, capsys):
    assert measure(upstream, *options) == 2
    assert words in capsys.readouterr().err
    assert upstream.received == []


def test_a_target_is_wanted(capsys):
    assert main(["profile"]) == 2
    assert "--target" in capsys.readouterr().err


def test_killed_in_the_middle_no_trial_is_repeated(tmp_path, monkeypatch, capsys):
    """In a process of its own, with the real probes, and a tenth of the requests failing."""
    monkeypatch.undo()
    data = tmp_path / "data"
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(data))
    names = ("reason.arithmetic", "tool.file.write")
    probes = {name: probe for name, probe in every_probe().items() if probe and name in names}
    truth = Truth(other=(1.0, 1.0, 0.0), faults=0.1)
    model = SimulatedModel(probes, "1", shipped_harnesses()["bare"], truth)
    chosen = [word for name in names for word in ("--primitive", name)]
    with ScriptedUpstream(model.answer) as upstream:
        known = killed_after(5, command("m@bare", f"{upstream.url}/v1", *chosen), data, {})
        assert main(["profile", "--target", "m@bare", "--upstream", f"{upstream.url}/v1", "--json", *chosen]) == 0
    found = json.loads(capsys.readouterr().out)
    statuses = {tuple(said["status"] for said in row.values()) for row in found["run"]["verdicts"].values()}
    assert statuses == {("held", "held", "missing")}
    trials = sum(count["trials"] for row in found["run"]["primitives"].values() for count in row.values())
    assert known >= 5
    assert found["fresh"] == trials - known
