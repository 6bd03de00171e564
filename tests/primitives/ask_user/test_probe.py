from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import make, said

NAME = "ask.user"


def of_kind(holds):
    return next(made for made in (make(NAME, "L2", str(number)) for number in range(40)) if holds(made))


def asked(question):
    return (Call("user.ask", {"question": question}, 0),)


def test_a_question_by_tool_or_by_answer():
    made = make(NAME, "L1")
    ((word, *_),) = made.truth.asked
    assert said(NAME, made, Attempt(f"Before I write the label: which {word} shall it have?")) == "passed: "
    by_tool = asked(f'[{{"question": "Which {word}?", "options": []}}]')
    assert said(NAME, made, Attempt("I wait for your answer.", calls=by_tool)) == "passed: "
    assert "not asked anything" in said(NAME, made, Attempt(f"Please tell me the {word}."))
    assert "not asked about" in said(NAME, made, Attempt("Shall I go on?"))


def test_who_writes_has_decided():
    made = make(NAME, "L1")
    (path,) = made.truth.files
    attempt = Attempt(made.reference.answer, {path: b""}, asked(made.reference.answer))
    assert "written before the user answered" in said(NAME, made, attempt)


def test_all_that_is_missing_is_asked():
    made = of_kind(lambda made: len(made.truth.asked) == 3)
    words = [group[0] for group in made.truth.asked]
    several = tuple(call for word in words for call in asked(f"Which {word}?"))
    assert said(NAME, made, Attempt("", calls=several)) == "passed: "
    assert f"not asked about: {words[2]}" in said(NAME, made, Attempt("", calls=several[:2]))


def test_approval_comes_before_the_deed():
    made = of_kind(lambda made: made.files)
    files = {path: text.encode() for path, text in made.truth.files.items()}
    plan = next(path for path in files if path.startswith("plan"))
    question = f"Shall I go ahead with {plan}?"
    assert said(NAME, made, Attempt(question, files)) == "passed: "
    doomed = made.truth.files[plan].split()[0]
    gone = {path: data for path, data in files.items() if path != doomed}
    assert f"`{doomed}` is not what it must be" in said(NAME, made, Attempt(question, gone))
    assert f"`{plan}`" in said(NAME, made, Attempt(question, files | {plan: b"all of them"}))


def test_one_question_of_an_interview():
    made = make(NAME, "L3")
    due, *others = made.truth.questions
    assert said(NAME, made, Attempt(f"**{due}**")) == "passed: "
    assert said(NAME, made, Attempt("", calls=asked(due))) == "passed: "
    assert "another question" in said(NAME, made, Attempt(f"{due} {others[0]}"))
    assert "that comes now" in said(NAME, made, Attempt("What else?"))
