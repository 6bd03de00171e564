"""Subjects, and text that is meant for one product."""

from skillrt.passes.harness_uses import conditional, find_uses, lexicon, named, subject
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


def test_a_document_with_a_products_name_in_its_own_is_meant_for_it(tmp_path) -> None:
    text = "# Gemini CLI\n\nUse `run_shell_command`.\n"
    files = {"SKILL.md": "x\n", "references/gemini-tools.md": text, "references/tools.md": text}
    module = module_of(tmp_path / "s", files)
    found = conditional(module, find_uses(module, load_harnesses()))
    assert {module.blocks[name].span.file for name in found} == {"references/gemini-tools.md"}
    assert set(found.values()) == {frozenset({"gemini-cli"})}


def test_a_place_to_run_in_is_named_and_no_subject(tmp_path) -> None:
    known = lexicon(load_harnesses())
    front = "---\nname: sample\ndescription: Reads notes. Use it in Claude Code when asked.\n---\n"
    module = module_of(tmp_path / "sample", {"SKILL.md": front})
    assert (named(module, known), subject(module, known)) == ({"claude-code"}, frozenset())
