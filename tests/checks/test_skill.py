from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.checks import skill
from skillrt.checks.skill import Asked, Errand, check_skill
from skillrt.errors import Diagnostic, Severity, UsageError, VerifyError
from tests.checks.library import cards_of, library, skill_text, write

FOREIGN = (
    "---\nname: s\ndescription: Handles the test of keys that few products know.\nmodel: opus\n---\n# A\n\nGo.\n"
)


def check(root: Path, **asked: object) -> tuple[Diagnostic, ...]:
    cards = cards_of(root)
    return check_skill(Errand(cards[0].ticket, cards[0].key), Asked.of(cards, **asked))


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [item.code for item in found]


def test_a_good_skill_has_no_findings(tmp_path: Path):
    assert check(library(tmp_path, "alpha")) == ()


def test_problems_of_loading_specification_and_text_in_reading_order(tmp_path: Path):
    text = skill_text("other", body="# A\n\n```sh\necho\n").encode() + b"\xff\n"
    found = check(write(tmp_path, {"s/SKILL.md": text}))
    assert codes(found) == ["spec.name-folder", "text.unclosed-fence", "text.not-utf8"]
    assert [item.excerpt for item in found] == ["name: other", "```sh", "\udcff"]


def test_harness_uses_are_notes_unless_it_matters(tmp_path: Path):
    write(tmp_path, {"s/SKILL.md": FOREIGN})
    plain = check(tmp_path)
    assert len(plain) == 1
    assert {item.severity for item in plain} == {Severity.NOTE}
    assert {item.severity for item in check(tmp_path, portable=True)} == {Severity.WARNING}
    assert {item.severity for item in check(tmp_path, targets=("m/x@codex",))} == {Severity.WARNING}
    assert check(tmp_path, targets=("m/x@claude-code",)) == ()


def test_several_targets_are_reported_together(tmp_path: Path):
    write(tmp_path, {"s/SKILL.md": FOREIGN})
    both = check(tmp_path, targets=("m/x@claude-code", "m/x@codex"))
    assert both == check(tmp_path, targets=("m/x@codex",))


def test_a_key_is_reported_once(tmp_path: Path):
    found = check(write(tmp_path, {"s/SKILL.md": FOREIGN}))
    assert codes(found) == ["harness.front-matter"]
    assert str(found[0].place) == "SKILL.md:4:1"


def test_an_unknown_target_is_a_usage_error():
    with pytest.raises(UsageError):
        _ = Asked(targets=("m/x@nowhere",)).parsed_targets


def _breaking(monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error()

    monkeypatch.setattr(skill, "run_pipeline", broken)


def test_a_defect_of_ours_is_a_finding_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _breaking(monkeypatch, lambda: ZeroDivisionError("by\nzero"))
    (found,) = check(library(tmp_path, "alpha"))
    assert found.code == "internal.error"
    assert "ZeroDivisionError: by zero in checks/skill.py, line " in found.message


def test_a_broken_promise_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _breaking(monkeypatch, lambda: VerifyError(Diagnostic.of("verify.structure", "x")))
    assert codes(check(library(tmp_path, "alpha"))) == ["verify.structure"]


def test_a_skill_that_is_gone_is_a_finding(tmp_path: Path):
    cards = cards_of(library(tmp_path, "alpha"))
    (tmp_path / "skills/alpha/SKILL.md").unlink()
    (found,) = check_skill(Errand(cards[0].ticket, "skills/alpha"), Asked.of(cards))
    assert found.code == "input.unreadable"


def test_interrupts_are_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(skill, "run_pipeline", stopped)
    with pytest.raises(KeyboardInterrupt):
        check(library(tmp_path, "alpha"))


def test_tools_and_paths_that_nobody_else_has(tmp_path: Path):
    text = skill_text("s", body="# A\n\n```sh\ncd /home/graham/photos\n```\n").replace(
        "\n---", "\nallowed-tools: Node\n---"
    )
    found = check(write(tmp_path, {"s/SKILL.md": text.encode()}))
    assert codes(found) == ["harness.unknown-tool", "link.one-machine"]
