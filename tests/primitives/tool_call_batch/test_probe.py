from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import as_calls, make, said

NAME = "tool.call.batch"


def test_commands_are_calls_as_well():
    made = make(NAME, "L2")
    (paths,) = made.truth["batches"]
    calls = tuple(Call("shell.run", {"command": f"cat '{path}'"}, 2) for path in paths)
    assert said(NAME, made, Attempt(made.reference.answer, calls=calls)) == "passed: "
    one = (Call("shell.run", {"command": f"cat {' '.join(paths)}"}, 2),)
    assert "no one turn" in said(NAME, made, Attempt(made.reference.answer, calls=one))


def test_looking_around_first_is_allowed():
    made = make(NAME, "L1")
    calls = (
        Call("file.list", {"path": "cards"}, 0),
        *(Call(call.operation, call.arguments, 1) for call in as_calls(made.reference)),
    )
    assert said(NAME, made, Attempt(made.reference.answer, calls=calls)) == "passed: "


def test_the_second_batch_comes_after_the_first():
    made = make(NAME, "L3")
    calls = as_calls(made.reference)
    assert said(NAME, made, Attempt(made.reference.answer, calls=calls)) == "passed: "
    at_once = as_calls(made.reference, turn=0)
    assert "no one turn holds a call for each of `boxes/" in said(
        NAME, made, Attempt(made.reference.answer, calls=at_once)
    )


def test_which_letter_nobody_answers():
    made = make(NAME, "L3")
    texts = {path: data.decode() for path, data in made.files.items() if path.startswith("letters/")}
    ids = [text.split()[1] for text in texts.values()]
    answered = [text.split("answers: ")[1].split()[0] for text in texts.values()]
    (alone,) = set(ids) - set(answered)
    boxes = texts[f"letters/{alone}.txt"].split("boxes: ")[1].strip().split(", ")
    assert made.truth["batches"][1] == [f"boxes/{box}.txt" for box in boxes]
