from itertools import pairwise

from tests.primitives.judged import make, passes, why

NAME = "follow.procedure"


def trace(lines):
    return "\n".join(["TRACE", *lines])


def test_a_trace_however_it_is_laid_out():
    made = make(NAME, "L2")
    laid_out = [f"- {line.replace(': ', '. [').replace(' ', ', ').replace('.,', '.')}]" for line in made.truth]
    assert passes(NAME, made, f"First I look at the row.\n\n**TRACE**\n\n{chr(10).join(laid_out)}\n")
    assert passes(NAME, made, f"```\n{trace(made.truth)}\n```")
    assert passes(NAME, made, f"{trace(['1: 0'])}\n\nNo, again:\n\n{trace(made.truth)}")


def test_what_is_wrong_is_told():
    made = make(NAME, "L1")
    assert "there is no line `TRACE`" in why(NAME, made, "\n".join(made.truth))
    assert "line 3 of the trace is missing" in why(NAME, made, trace(made.truth[:2]))
    assert "line 4 of the trace is too much" in why(NAME, made, trace([*made.truth, "4: 1"]))
    assert f"line 1 of the trace must be {made.truth[0]!r}" in why(NAME, made, trace(["x", *made.truth]))
    assert "a program was run" in why(NAME, made, trace(made.truth), ("shell.run",))


def test_levels_are_what_they_say():
    for number in range(30):
        steps = [int(line.split(":")[0]) for line in make(NAME, "L3", str(number)).truth]
        assert any(later <= earlier for earlier, later in pairwise(steps))
        assert steps[-2:] == [5, 6]
        assert len(make(NAME, "L1", str(number)).truth) == 3
        assert len(make(NAME, "L2", str(number)).truth) in {5, 6}


def test_a_row_never_runs_empty():
    for number in range(300):
        made = make(NAME, "L2", f"short {number}")
        assert all(line.split(": ")[1] for line in made.truth)
