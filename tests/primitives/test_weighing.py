from skillrt.primitives.base import Evidence
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import (
    all_phrases,
    at_most,
    beside,
    code_share,
    description_evidence,
    in_main,
    need_in,
    phrase_evidence,
    sections_titled,
    total,
    verdict,
)
from skillrt.reading.phrases import Lexicon, read_phrase
from tests.skills import module_of


def evidence(level, weight):
    return Evidence("b", 0, 1, level, weight, "why")


def test_a_verdict_is_as_strong_as_its_weight_over_what_it_needs():
    assert verdict([], "why") is None
    found = verdict([evidence("L2", 0.5), evidence("L1", 0.5)], "why")
    assert found is not None
    assert (found.level, len(found.evidence), found.strength) == ("L1", 2, 1.0)
    weak = verdict([evidence("L2", 0.5)], "why", need=2.0)
    assert weak is not None
    assert weak.strength == 0.25
    limited = verdict([evidence("L2", 5.0)], "why", most=0.7)
    assert limited is not None
    assert limited.strength == 0.7


def test_the_level_is_the_highest_with_weight_of_its_own():
    found = verdict([evidence("L3", 0.5), evidence("L2", 0.5), evidence("L1", 1.0)], "why")
    assert found is not None
    assert found.level == "L2"
    assert total(found.evidence, "L3") == 0.5


def test_a_heading_counts_half_and_so_does_a_reference(tmp_path):
    files = {"SKILL.md": "# Verify\n\nVerify it. Verify that.\n", "references/r.md": "Verify more.\n"}
    view = SkillView(module_of(tmp_path / "s", files), Lexicon([read_phrase("p:L2 strong", "verify")]))
    found = list(phrase_evidence(view, "p", "L2 strong", "why"))
    assert [item.weight for item in found] == [0.5, 1.0, 1.0, 0.5]
    assert {item.level for item in found} == {"L2"}


def test_a_sentence_gives_its_strongest_phrase_only(tmp_path):
    phrases = [
        read_phrase("p:L2 strong", "verify"),
        read_phrase("p:L1 weak", "it"),
        read_phrase("p:L3 usual", "twice"),
    ]
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": "Verify it twice.\n\nSay it.\n"}), Lexicon(phrases))
    found = list(all_phrases(view, "p", {"L1": "one", "L2": "two", "L3": "three"}))
    assert [(item.level, item.weight, item.reason) for item in found] == [("L2", 1.0, "two"), ("L1", 0.25, "one")]


def test_the_description_is_evidence_at_the_front_matter(tmp_path):
    text = "---\nname: s\ndescription: Audits tables.\n---\nText.\n"
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": text}), Lexicon([read_phrase("p:subject", "audits")]))
    (found,) = description_evidence(view, "p", "subject", "L2", 0.5, "is about audits")
    front = view.front_matter
    assert front is not None
    assert (found.block, found.weight) == (front.id, 0.5)
    assert list(description_evidence(view, "p", "other", "L2", 0.5, "why")) == []


def test_sections_are_titled_with_what_stands_below_them(tmp_path):
    text = "# S\n\n## Rules\n\nOne.\n\n### More\n\nTwo.\n\n## Words\n\nRules are rules.\n"
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": text}), Lexicon([read_phrase("p:rules", "rules")]))
    assert [section.title for section in sections_titled(view, "p:rules")] == ["Rules", "More"]
    assert sections_titled(view, "p:none") == ()


def test_a_long_skill_needs_more(tmp_path):
    short = SkillView(module_of(tmp_path / "a", {"SKILL.md": "One.\n"}), Lexicon([]))
    long = SkillView(module_of(tmp_path / "b", {"SKILL.md": "One is said.\n\n" * 500}), Lexicon([]))
    assert need_in(short) == 0.55
    assert 2.0 < need_in(long) < 2.1
    assert need_in(long, 2.0) == 2 * need_in(long)


def test_hints_weigh_no_more_than_they_may():
    items = [evidence("L2", 0.5), evidence("L2", 1.5)]
    assert [item.weight for item in at_most(items, 1.0)] == [0.25, 0.75]
    assert at_most(items, 3.0) == tuple(items)


def test_what_the_words_before_forbid_is_left_out_on_request(tmp_path):
    text = "Never create a file. Create a file.\n"
    view = SkillView(module_of(tmp_path / "s", {"SKILL.md": text}), Lexicon([read_phrase("p:L2 strong", "create")]))
    assert len(list(phrase_evidence(view, "p", "L2 strong", "why"))) == 2
    assert len(list(phrase_evidence(view, "p", "L2 strong", "why", allowed=True))) == 1


def test_the_share_of_code_is_by_lines_and_size(tmp_path):
    plain = SkillView(module_of(tmp_path / "a", {"SKILL.md": "Text.\n\n```text\nout\n```\n"}), Lexicon([]))
    assert code_share(plain) == 0
    text = "Words say it.\n\n" * 70 + "```python\na = 1\nb = 2\n```\n"
    shown = SkillView(module_of(tmp_path / "b", {"SKILL.md": text}), Lexicon([]))
    assert 1.5 < code_share(shown) < 2.5


def test_evidence_of_another_primitive_is_a_hint():
    hints = beside([evidence("L1", 1.0), evidence("L3", 3.0)], "L2", "goes with it", 0.5, 1.0)
    assert [(item.level, item.weight, item.reason) for item in hints] == [
        ("L2", 0.25, "goes with it"),
        ("L2", 0.75, "goes with it"),
    ]


def test_what_stands_in_the_skill_file(tmp_path):
    files = {"SKILL.md": "# S\n\nVerify it.\n", "references/r.md": "Verify more.\n"}
    view = SkillView(module_of(tmp_path / "s", files), Lexicon([read_phrase("p:L2 strong", "verify")]))
    found = list(phrase_evidence(view, "p", "L2 strong", "why"))
    assert (total(found), in_main(view, found)) == (1.5, 1.0)
