from tests.passes.linked import cases


def test_what_a_path_is_made_of():
    case = cases("Say so. Load `./references/Terms.en.md`, which helps; then stop.")[0]
    assert (case.path, case.name, case.stem, case.ending, case.first) == (
        "references/Terms.en.md", "Terms.en.md", "terms", "md", "references",
    )  # fmt: skip
    assert case.before == "Load `"
    assert case.after == "`, which helps"
    assert case.has_folder
    assert case.has_first
    assert case.in_skill_file
    assert case.is_file


def test_cells_and_items_are_sentences_of_their_own():
    case = cases("| Save it | `scripts/a.py` | create |\n|---|---|---|\n| x | y | z |\n")[0]
    assert case.before.strip(" `") == ""
    assert case.after.strip(" `") == ""


def test_what_somebody_may_say():
    assert cases('Say "look. See a.md" then')[0].quoted
    assert not cases('Say "look." See a.md then')[0].quoted


def test_skills_about_skills():
    assert cases("a.md", name="skill-writer")[0].skill.about_skills
    assert cases("SKILL.md SKILL.md SKILL.md SKILL.md")[0].skill.about_skills
    assert not cases("a.md")[0].skill.about_skills


def test_a_quick_look_keeps_what_can_matter():
    skill = cases("a.md")[0].skill
    for word in (
        "references/x.dat",
        "forms.md",
        "Forms",
        "new.py",
        "{baseDir}/x",
        "skills/a/b",
        "config.json",
        "../x/y",
    ):
        assert skill.worth(word, ""), word
    for word in ("and/or", "CI/CD", "image.png", "data.csv", "v1.2/v1.3", "/api/users"):
        assert not skill.worth(word, ""), word
    assert skill.worth("image.png", "assets")


def test_what_a_file_is_for_says_nothing_of_whether_it_is_there():
    purpose, program, plain = (
        cases(text)[0]
        for text in (
            "See `references/terms.md` for examples.",
            "`scripts/sums.py` generates a table.",
            "`references/terms.md` for examples.",
        )
    )
    for word in ("does not exist yet", "exists after the first run"):
        case = cases(f"`scripts/sums.py` {word}.")[0]
        assert case.trail == case.after
    assert (purpose.trail, program.trail) == ("", "")
    assert plain.trail == plain.after
