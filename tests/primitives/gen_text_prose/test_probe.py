from tests.primitives.judged import make, passes, why

NAME = "gen.text.prose"


def test_lines_may_be_broken_anywhere():
    made = make(NAME, "L1")
    words = made.reference.answer.split()
    assert passes(NAME, made, " ".join(words[:10]) + "\n" + " ".join(words[10:]) + "\n")
    assert passes(NAME, made, made.reference.answer.replace("there are", "there are", 1).replace(".", ".", 1))


def test_more_than_one_of_a_thing_is_its_name_too():
    made = make(NAME, "L1")
    name, number = made.truth.parts[0][1][1]
    plural = made.reference.answer.replace(f" {name}", f" {name}s")
    assert passes(NAME, made, plural)
    assert f"no sentence holds {name} and {number}" in why(
        NAME, made, made.reference.answer.replace(number, f"{number}0")
    )


def test_what_is_wrong_is_told():
    made = make(NAME, "L1")
    assert "there must be 1 paragraphs" in why(NAME, made, "One.\n\nTwo.")
    assert "there is a list" in why(NAME, made, "* one\n* two")
    assert "words" in why(NAME, made, "It is short.")
    letter = make(NAME, "L2")
    assert "there must be 3 paragraphs" in why(NAME, letter, "Dear customers,\n\n" + letter.reference.answer)
    report = make(NAME, "L3")
    assert "headings" in why(NAME, report, "# Report\n\n" + report.reference.answer)


def test_levels_ask_for_more_words():
    sizes = [len(make(NAME, level).reference.answer) for level in ("L1", "L2", "L3")]
    assert sizes[0] * 2 < sizes[1]
    assert sizes[1] * 2 < sizes[2]
