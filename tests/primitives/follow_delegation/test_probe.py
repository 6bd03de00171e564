from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import make, said

NAME = "follow.delegation"


def command(text, result):
    return Call("shell.run", {"command": text}, 0, result)


def test_a_result_within_other_output():
    made = make(NAME, "L2")
    (value,) = made.truth["results"]
    spaced = f"{int(value):,}"
    for call in (
        command("python3 -c 'print((2 * 3 - 1) * 4)'", f"value: {spaced}\nexit status 0"),
        Call("code.run", {"code": "print(2)"}, 0, f"{value}.0"),
    ):
        assert said(NAME, made, Attempt(f"ANSWER: {spaced}", calls=(call,))) == "passed: "


def test_where_a_result_did_not_come_from():
    made = make(NAME, "L2")
    (value,) = made.truth["results"]
    right = f"ANSWER: {value}"
    assert "no code that was run" in said(NAME, made, Attempt(right, calls=(command("echo 1", f"1{value}"),)))
    assert "stands in the code" in said(NAME, made, Attempt(right, calls=(command(f"echo {value}", value),)))
    assert "no code that was run" in said(NAME, made, Attempt(right, calls=(Call("file.read", {}, 0, value),)))


def test_each_small_question_needs_code():
    made = make(NAME, "L3")
    results = made.truth["results"]
    assert len(set(results)) == 5
    right = f"ANSWER: {', '.join(results)}"
    script = command("python3 all.py", "\n".join(results))
    assert said(NAME, made, Attempt(right, calls=(script,))) == "passed: "
    partly = command("python3 all.py", "\n".join(results[:-1]))
    assert f"gave {results[-1]}" in said(NAME, made, Attempt(right, calls=(partly,)))


def test_a_script_that_holds_the_result_works_nothing_out():
    made = make(NAME, "L1")
    (value,), name = made.truth["results"], made.truth["script"]
    ran = (command(f"python3 {name}.py", value),)
    right = f"ANSWER: {value}"
    assert said(NAME, made, Attempt(right, {f"{name}.py": b"print(sum(x))"}, ran)) == "passed: "
    assert "stands in the script" in said(NAME, made, Attempt(right, {f"{name}.py": f"print({value})".encode()}, ran))
    assert "no script" in said(NAME, made, Attempt(right, {}, ran))
