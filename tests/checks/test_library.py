from pathlib import Path

import msgspec

from skillrt.checks.library import library_findings, listing_findings
from skillrt.targets import load_harnesses
from tests.checks.library import cards_of, library, skill_text, write

MOULD = "Generate rate limiting configuration{0}. Use when protecting public interfaces from abuse."


def found(root: Path, selected: frozenset[int] | None = None) -> list[tuple[str, str, str]]:
    cards = cards_of(root)
    chosen = frozenset(range(len(cards))) if selected is None else selected
    return [(cards[n].key, item.code, item.message) for n, item in library_findings(cards, chosen)]


def test_a_good_library_has_no_findings(tmp_path: Path):
    assert found(library(tmp_path, "alpha", "beta", "gamma")) == []


def test_two_skills_with_one_name(tmp_path: Path):
    write(tmp_path, {"a/SKILL.md": skill_text("pdf", "Reads forms."), "b/SKILL.md": skill_text("pdf", "Cuts pages.")})
    ((key, code, message),) = found(tmp_path)
    assert (key, code) == ("b", "library.duplicate-name")
    assert f"{tmp_path}/a" in message
    assert "`pdf`" in message


def test_names_that_differ_in_case_only(tmp_path: Path):
    write(tmp_path, {"a/SKILL.md": skill_text("pdf", "Reads."), "b/SKILL.md": skill_text("PDF", "Cuts.")})
    ((_, code, message),) = found(tmp_path)
    assert code == "library.duplicate-name"
    assert "spelt `pdf`" in message


def test_a_copy_is_reported_once_and_as_a_copy(tmp_path: Path):
    text = skill_text("alpha")
    write(tmp_path, {f"{name}/SKILL.md": text for name in ("a", "b", "c")})
    write(
        tmp_path, {"d/SKILL.md": skill_text("alpha", "Reads bank statements and sorts the payments into a ledger.")}
    )
    reported = found(tmp_path)
    assert [(key, code) for key, code, _ in reported] == [
        ("b", "library.same-skill"),
        ("c", "library.same-skill"),
        ("d", "library.duplicate-name"),
    ]
    assert all(f"{tmp_path}/a" in message for _, _, message in reported)


def test_alike_descriptions_name_the_other_skill(tmp_path: Path):
    library(tmp_path, "alpha", "beta")
    write(
        tmp_path,
        {
            "skills/limit-gen/SKILL.md": skill_text("limit-gen", MOULD.format("")),
            "skills/limiter/SKILL.md": skill_text("limiter", MOULD.format("s with a model")),
        },
    )
    ((key, code, message),) = found(tmp_path)
    assert (key, code) == ("skills/limiter", "library.alike-descriptions")
    assert "`limit-gen`" in message
    assert "nearly the same" in message


def test_equal_descriptions_of_many_give_one_finding_each(tmp_path: Path):
    library(tmp_path, "alpha", "beta")
    names = ["s1", "s2", "s3", "s4", "s5", "s6"]
    write(tmp_path, {f"skills/{name}/SKILL.md": skill_text(name, MOULD.format("")) for name in names})
    reported = found(tmp_path)
    assert [key for key, _, _ in reported] == [f"skills/{name}" for name in names[1:]]
    assert "word for word" in reported[0][2]
    assert "2 more" in reported[-1][2]


def test_only_what_concerns_the_selected_skills(tmp_path: Path):
    write(tmp_path, {"a/SKILL.md": skill_text("pdf", "Reads."), "b/SKILL.md": skill_text("pdf", "Cuts.")})
    assert [key for key, _, _ in found(tmp_path, frozenset({0}))] == ["a"]
    assert [key for key, _, _ in found(tmp_path, frozenset({1}))] == ["b"]
    assert found(tmp_path, frozenset()) == []


def test_the_place_is_the_key_in_the_front_matter(tmp_path: Path):
    write(tmp_path, {"a/SKILL.md": skill_text("pdf", "Reads."), "b/SKILL.md": skill_text("pdf", "Cuts.")})
    ((_, diagnostic),) = library_findings(cards_of(tmp_path), {0, 1})
    assert str(diagnostic.place) == "SKILL.md:2:1"
    assert diagnostic.excerpt == "name: pdf"


def test_the_listing_budget_of_a_harness(tmp_path: Path):
    cards = cards_of(library(tmp_path, "alpha", "beta"))
    known = load_harnesses()["codex"]
    small = msgspec.structs.replace(known, skills=msgspec.structs.replace(known.skills, listing_budget=100))
    unknown = msgspec.structs.replace(known, skills=msgspec.structs.replace(known.skills, listing_budget=0))
    (diagnostic,) = listing_findings(cards, [small])
    total = sum(len(card.name) + len(card.listing.description.text) for card in cards)
    assert diagnostic.code == "library.listing-budget"
    assert f"{total:,} characters" in diagnostic.message
    assert "100" in diagnostic.message
    assert list(listing_findings(cards, [unknown])) == []
    assert known.skills.listing_budget > total
    assert list(listing_findings(cards, [known])) == []


def test_paths_of_translations():
    from skillrt.checks.library import _translations

    assert _translations("docs/zh-CN/skills/x", "docs/ja-JP/skills/x")
    assert not _translations("skills/x", "more/x")
    assert not _translations("skills/x", "skills/x")
    assert not _translations("docs/zh-CN/skills/x", "skills/x")


def test_what_different_people_keep_is_not_compared(tmp_path: Path):
    write(tmp_path, {f"{name}/skills/alpha/SKILL.md": skill_text("alpha") for name in ("one", "two")})
    assert [code for _, code, _ in found(tmp_path)] == ["library.same-skill"]
    (tmp_path / "one/.github").mkdir()
    assert found(tmp_path) == []
