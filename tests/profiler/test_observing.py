import pytest

from skillrt.gateway.outcomes.rules import words
from skillrt.primitives.catalogue import catalogue
from skillrt.profiler.observing import observed_in, rules, shown_by, with_observed
from skillrt.store.traces import Call, Episode, Turn
from skillrt.targets import Named, OwnProfile, ProfileOptions, capabilities_of, operations
from skillrt.targets.profile_file import Observed, Trials


def call(operation: str, result: str = "fine", **fields: object) -> Call:
    return Call(id="1", tool="t", arguments="{}", operation=operation, result=result, **fields)  # type: ignore[arg-type]


def episode(*calls: Call, started: int = 10, jit: str = "") -> Episode:
    turns = tuple(Turn(calls=(item,)) for item in calls)
    return Episode(id="e", run="r", harness="bare", model="m", prompt="p", started=started, turns=turns, jit=jit)


WRONG = call("file.read", "Invalid arguments for tool read: path is required", is_error=True)
NO_MODULE = call("shell.run", "ModuleNotFoundError: No module named 'x'", exit=1)


def test_the_rules_name_what_exists():
    assert {item.primitive for item in rules().step} <= {item.id for item in catalogue()}
    assert {name for item in rules().step for name in item.operations} <= set(operations())
    assert {name for item in rules().step for name in item.failed} <= {cause.kind for cause in words().causes}


def test_a_step_that_nothing_speaks_against_is_a_success():
    found = shown_by(episode(call("file.read"), call("shell.run", exit=0)))
    assert found == {"tool.call.format": True, "tool.exec": True, "tool.file.read": True}


def test_a_wrong_call_is_a_failure_of_the_model_and_a_missing_module_is_none():
    found = shown_by(episode(call("file.read"), WRONG, NO_MODULE))
    assert found["tool.call.format"] is False
    assert found["tool.file.read"] is False
    assert "tool.exec" not in found


def test_an_episode_counts_once_a_primitive_and_not_twice_later():
    first = observed_in([episode(call("file.read"), call("file.read")), episode(WRONG, started=20)])
    assert first.primitives["tool.file.read"] == {"L1": Trials(1, 2)}
    assert (first.until, first.episodes) == (20, 2)
    assert observed_in([episode(call("file.read"), started=20)], first.until).primitives == {}


def test_what_a_template_did_says_nothing_of_the_model():
    assert observed_in([episode(call("file.read"), jit="act T")]).primitives == {}
    held = episode(call("file.read"), jit="held-back T: `x` is not as seen before")
    assert observed_in([held]).primitives == observed_in([episode(call("file.read"))]).primitives


def test_it_counts_at_less_weight_and_is_marked():
    plain = OwnProfile(model="m", harness="bare", date="2026-11-28", primitives={"tool.exec": {"L1": Trials(4, 4)}})
    seen = Observed(weight=0.25, until=5, episodes=8, primitives={"tool.exec": {"L1": Trials(2, 8)}})
    twice = with_observed(with_observed(plain, seen), seen)
    assert twice.observed
    assert (twice.observed.episodes, twice.observed.primitives["tool.exec"]["L1"]) == (16, Trials(4, 16))
    assert twice.primitives == plain.primitives
    found = capabilities_of("m", "bare", ProfileOptions(own=(Named("p.json", twice),)))
    assert found.trials("tool.exec", 1) == pytest.approx((5.0, 8.0))
    assert "16 recorded episodes whose steps count 0.25 each" in found.sources[0]
