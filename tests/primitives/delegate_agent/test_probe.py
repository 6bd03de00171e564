from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import as_calls, make, said

NAME = "delegate.agent"


def order(prompt, turn=0):
    return Call("agent.delegate", {"prompt": prompt}, turn)


def test_a_task_in_other_words():
    made = make(NAME, "L1")
    (path,) = made.truth.closed
    elsewhere = (order(f"Look into elsewhere/{path} please"),)
    assert said(NAME, made, Attempt(made.reference.answer, calls=elsewhere)) == "passed: "
    looked = (order(f"Look into {path}"), Call("shell.run", {"command": f"sort {path}"}, 1))
    assert "read by the agent itself" in said(NAME, made, Attempt(made.reference.answer, calls=looked))


def test_each_file_has_an_agent_of_its_own():
    made = make(NAME, "L2")
    calls = as_calls(made.reference)
    one_later = (*calls[:3], Call("agent.delegate", calls[3].arguments, 5))
    assert said(NAME, made, Attempt(made.reference.answer, calls=one_later)) == "passed: "
    assert "no sub-agent of its own" in said(NAME, made, Attempt(made.reference.answer, calls=calls[:3]))
    twice = (order("Read " + " and ".join(made.truth.closed[:2])), *calls[2:])
    assert "no sub-agent of its own" in said(NAME, made, Attempt(made.reference.answer, calls=twice))


def test_a_team_works_in_its_order():
    made = make(NAME, "L3")
    calls = as_calls(made.reference)
    assert said(NAME, made, Attempt(made.reference.answer, calls=calls)) == "passed: "
    one_by_one = tuple(Call(call.operation, call.arguments, at) for at, call in enumerate(calls))
    assert said(NAME, made, Attempt(made.reference.answer, calls=one_by_one)) == "passed: "
    backwards = tuple(Call(call.operation, call.arguments, -at) for at, call in enumerate(calls))
    assert "no sub-agent of its own" in said(NAME, made, Attempt(made.reference.answer, calls=backwards))


def test_the_truth_is_what_the_files_say():
    for number in range(10):
        made = make(NAME, "L3", str(number))
        first, second = made.truth.closed[:2]
        words = [made.files[path].decode().strip() for path in (first, second)]
        mark = made.files[f"rooms/{'-'.join(words)}.txt"].decode().strip()
        known = mark in made.files["register.txt"].decode().splitlines()
        assert made.truth.result == [mark, "yes" if known else "no"]
