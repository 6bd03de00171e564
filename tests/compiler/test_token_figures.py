from pathlib import Path

import pytest

from skillrt.code.tokens import count_tokens
from skillrt.compiler import token_figures as unit
from skillrt.compiler.token_figures import token_figures
from skillrt.ir import TextEdit, replace_blocks, rewrite
from tests.compiler.sample import compiled, skill
from tests.skills import FRONT, module_of

TEXTS = {
    "SKILL.md": "# One\n\nRead [forms](references/forms.md), not https://x.example/references/other.md.\n",
    "references/forms.md": "Then `deep/more.md` and notes.txt.\n",
    "references/deep/more.md": "Back to ../../SKILL.md.\n",
    "references/notes.txt": "Plain notes.\n",
    "references/unread.md": "Nobody sends you here.\n" * 9,
    "scripts/a.py": "# see references/unread.md\n",
}


def test_what_is_read_follows_links_and_paths(tmp_path: Path):
    module = module_of(tmp_path / "sample", TEXTS)
    figures = token_figures(module, module)
    assert figures is not None
    assert figures.vocabulary == "o200k_base"
    assert figures.listed.before == count_tokens("- sample: Use when a test needs a skill.\n")
    assert figures.activation.before == count_tokens(TEXTS["SKILL.md"])
    reached = ("SKILL.md", "references/forms.md", "references/deep/more.md", "references/notes.txt")
    assert figures.read.before == sum(count_tokens(TEXTS[path]) for path in reached)
    assert figures.read.before == figures.read.after


def test_what_a_pass_takes_away_is_seen(tmp_path: Path):
    module = module_of(tmp_path / "sample", TEXTS)
    block = next(item for item in module.document("SKILL.md").leaves() if item.kind == "paragraph")
    changed = rewrite(block, "x", [TextEdit(0, len(block.text), "Nothing.\n", "r", "why")])
    figures = token_figures(module, replace_blocks(module, {block.id: changed}))
    assert figures.activation.after == count_tokens("# One\n\nNothing.\n") < figures.activation.before
    assert figures.read.after == figures.activation.after
    assert figures.listed.after == figures.listed.before


def test_a_skill_without_front_matter_has_figures(tmp_path: Path):
    module = module_of(tmp_path / "sample", {"SKILL.md": b"\xef\xbb\xbf# x\n\xff\n"})
    assert token_figures(module, module).activation.before > 0


def test_a_path_of_a_million_letters_is_passed_over(tmp_path: Path):
    assert unit._named("a" * 1_000_000 + ".md") == ("a" * 300 + ".md",)


def test_without_a_tokenizer_there_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unit, "can_count", lambda: False)
    assert compiled(skill(tmp_path / "pdf")).variant.manifest.tokens is None


def test_the_manifest_of_a_variant_has_them(tmp_path: Path):
    result = compiled(skill(tmp_path / "pdf"))
    tokens = result.variant.manifest.tokens
    written = result.variant.file("SKILL.md").data.decode()
    assert tokens.activation.after == count_tokens(written[len(FRONT.format(name="pdf")) :])
    assert tokens.activation.before != tokens.activation.after
