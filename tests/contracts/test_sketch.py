from skillrt.contracts.sketch import likeness, sketch_of

LINES = [f"Line {number} says what to do with part {number}." for number in range(100)]


def test_a_text_with_few_other_lines_is_known_again():
    one = sketch_of("\n".join(LINES))
    assert len(one) == 48
    assert likeness(one, sketch_of("\n".join([*LINES[3:], "Another one."]))) >= 0.8
    assert likeness(one, sketch_of("\n".join(f"{line} Or not." for line in LINES))) < 0.3
    assert likeness(one, one) == 1


def test_a_text_of_few_lines_is_like_none():
    assert sketch_of("a\n\nb\n") == ""
    assert likeness("", "") == 0
