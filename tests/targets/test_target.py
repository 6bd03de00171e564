"""`MODEL@HARNESS`."""

import pytest

from skillrt.errors import UsageError
from skillrt.targets import ProfileOptions, generic_host, parse_target, published_profiles, target_notes


def test_a_target_has_a_model_with_slashes_a_harness_and_a_host() -> None:
    target = parse_target("qwen/qwen3.5-9b@openclaw")
    assert (target.model, target.harness.name, target.host) == ("qwen/qwen3.5-9b", "openclaw", generic_host())
    assert str(target) == "qwen/qwen3.5-9b@openclaw"
    assert target.folder == "openclaw/qwen--qwen3.5-9b"
    assert target.profile is published_profiles().find("qwen/qwen3.5-9b", "openclaw")
    assert target.capabilities.origin == "measured"
    assert target.capabilities.aim("gen.regex") == 3  # two of three at L3: in doubt
    assert target_notes(target) == ()


def test_an_unknown_model_is_fine_and_said() -> None:
    target = parse_target("somebody/new-model:free@pi")
    assert target.profile is None
    (note,) = target_notes(target)
    assert (note.code, note.severity) == ("target.unknown-model", "note")
    assert note.message.endswith("every level counts as held")
    assert target.capabilities.aim("gen.regex") == 3
    wary = parse_target("somebody/new-model:free@pi", profiles=ProfileOptions(cautious=True))
    assert wary.capabilities.aim("gen.regex") == 0
    assert target_notes(wary)[0].message.endswith("every level counts as missing")
    assert target.folder == "pi/somebody--new-model-free"


@pytest.mark.parametrize(
    "text", ["", "@", "codex", "@codex", "model@", "../x@codex", "a//b@codex", "/a@codex", "a b@pi"]
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(text)
    assert caught.value.diagnostics[0].code == "target.syntax"
    assert caught.value.exit_status == 2


def test_an_unknown_harness_gets_the_nearest_name_or_all() -> None:
    with pytest.raises(UsageError) as caught:
        parse_target("m@opencod")
    assert caught.value.diagnostics[0].code == "target.unknown-harness"
    assert caught.value.diagnostics[0].hint == "did you mean `opencode`?"
    with pytest.raises(UsageError) as caught:
        parse_target("m@zzzz")
    assert "windsurf" in caught.value.diagnostics[0].hint


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("qwen/qwen3.5-9b@opencode", "target.other-harness", "qwen/qwen3.5-9b@openclaw: another harness"),
        ("qwen/qwen3.5-14b@openclaw", "target.family", "qwen/qwen3.5-9b@openclaw: the nearest model of the family"),
    ],
)
def test_levels_from_elsewhere_are_never_taken_silently(text: str, code: str, words: str) -> None:
    (note,) = target_notes(parse_target(text))
    assert (note.code, note.severity) == (code, "note")
    assert words in note.hint
