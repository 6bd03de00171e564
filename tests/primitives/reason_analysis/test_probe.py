from tests.primitives.judged import make, passes, why

NAME = "reason.analysis"


def test_answers_in_other_styles():
    purpose = make(NAME, "L1")
    assert passes(NAME, purpose, f"**ANSWER: {', '.join(f'{one}.' for one in purpose.truth.words).rstrip('.')}**")
    faults = make(NAME, "L2")
    names = list(faults.truth.words)
    assert passes(NAME, faults, f"ANSWER: {', '.join(f'`{name}()`' for name in reversed(names))}")
    cause = make(NAME, "L3")
    file, line, value = cause.truth.words
    assert passes(NAME, cause, f"The region's file wins.\n\nAnswer: {file}, line {line}, {value}")


def test_what_is_wrong_is_told():
    made = make(NAME, "L2")
    assert "no line starts with" in why(NAME, made, "All of them.")
    assert "the answer is" in why(NAME, made, "ANSWER: none")


def test_the_two_ways_of_each_purpose_do_the_same():
    """The code is our own, so that it may be run here."""
    from skillrt.primitives.reason_analysis.probe import _PURPOSES

    for says, ways in _PURPOSES:
        found = []
        for way in ways:
            space = {}
            exec(f"def f(a):\n{way}", space)
            samples = ([3, 1, 0, 3, 2], [1, 2, 1], [0, 0, 5, 5], [1, 2, 3, 4])
            found.append([space["f"](list(sample)) for sample in samples])
        assert found[0] == found[1], says
