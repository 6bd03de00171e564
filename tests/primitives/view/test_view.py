from skillrt.primitives.view.view import SkillView, at_fence, at_sentence
from skillrt.reading.phrases import Lexicon, read_phrase
from tests.skills import module_of


def test_what_detectors_ask_for(tmp_path):
    files = {
        "SKILL.md": "# T\n\nAlways verify it.\n\n```python\nimport a\n```\n",
        "references/r.md": "# R\n\nVerify more.\n",
        "LICENSE.md": "Verify nothing.\n",
        "scripts/a.py": "print(1)\n",
    }
    view = SkillView(module_of(tmp_path / "s", files), Lexicon([read_phrase("x", "verify")]))
    assert [found.section.path for found in view.hits("x")] == ["SKILL.md", "references/r.md"]
    assert view.hits("y") == []
    assert [fence.language for fence in view.fences] == ["python"]
    assert [section.title for section in view.main] == ["T"]
    assert [file.path for file in view.scripts] == ["scripts/a.py"]
    assert view.description.startswith("Use when")
    place = at_sentence(view.hits("x")[0], "L2", 0.5, "why")
    block = view.block(place.block)
    assert block is not None
    assert block.text[place.start : place.end] == "Always verify it."
    assert at_fence(view.fences[0], "L1", 1.0, "why").block == view.fences[0].block.id


def test_labels_and_the_description_are_read_too(tmp_path):
    text = "---\nname: s\ndescription: Verify tables.\n---\n# T\n\n- **Verify first**: then write.\n"
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": text}), Lexicon([read_phrase("x", "verify")]))
    assert [found.sentence.label for found in view.hits("x")] == ["Verify first"]
    assert view.described == {"x"}
    assert view.sentence_count == 2
    assert view.front_matter is not None
    assert view.front_matter.kind == "front-matter"


def test_what_is_made_once_stays(tmp_path):
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": "Text.\n"}), Lexicon([]))
    made = view.once("list", lambda _: [1])
    assert view.once("list", lambda _: [2]) is made
