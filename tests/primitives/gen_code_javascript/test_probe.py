from tests.primitives.judged import make, passes, why

NAME = "gen.code.javascript"


def source_of(made):
    return made.reference.answer.removeprefix("```javascript\n").removesuffix("\n```")


def test_answers_in_other_styles():
    made = make(NAME, "L1")
    assert passes(
        NAME, made, f"```js\n// reads the file\n{source_of(made)}\n```\n\nRun it with:\n\n```sh\nnode x.mjs\n```"
    )
    assert passes(NAME, made, source_of(made))


def test_what_is_wrong_is_told():
    made = make(NAME, "L2")
    assert "the program ended with status 1" in why(NAME, made, "```js\nthrow new Error('no')\n```")
    assert "line 1" in why(NAME, made, "```js\nconsole.log('no')\n```")
