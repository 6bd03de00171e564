"""Subjects, and text that is meant for one product."""

from skillrt.passes.harness_uses import conditional, find_uses, lexicon, subject
from skillrt.targets import load_harnesses
from tests.skills import module_of


def test_the_subject_is_in_the_name_or_the_description(tmp_path) -> None:
    known = lexicon(load_harnesses())
    assert subject(module_of(tmp_path / "codex-network", {"SKILL.md": "x\n"}), known) == {"codex"}
    front = "---\nname: sample\ndescription: Writes Claude Code plugins.\n---\n"
    assert subject(module_of(tmp_path / "sample", {"SKILL.md": front}), known) == {"claude-code"}
    assert subject(module_of(tmp_path / "other", {"SKILL.md": "Claude Code\n"}), known) == frozenset()


def test_a_label_speaks_for_what_follows_until_the_next(tmp_path) -> None:
    text = "**Codex:**\n\n```sh\nx\n```\n\n**Gemini CLI:**\n\nfoo\n\n## After\n\nbar\n"
    module = module_of(tmp_path / "s", {"SKILL.md": text})
    found = conditional(module, find_uses(module, load_harnesses()))
    by_text = {
        module.blocks[name].text.strip(): names for name, names in found.items() if module.blocks[name].text.strip()
    }
    assert by_text["```sh\nx\n```"] == {"codex"}
    assert by_text["foo"] == {"gemini-cli"}
    assert by_text["bar"] == frozenset()


def test_a_document_that_names_one_product_tells_none_apart(tmp_path) -> None:
    module = module_of(tmp_path / "s", {"SKILL.md": "**Codex:** use it.\n\nfoo\n"})
    assert conditional(module, find_uses(module, load_harnesses())) == {}
