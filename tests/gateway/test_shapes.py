from skillrt.gateway.shapes import Shape, variables_of
from skillrt.targets import shipped_harnesses

VARIABLES = variables_of(shipped_harnesses()["claude-code"])
NONE = variables_of(shipped_harnesses()["pi"])


def test_a_text_without_variables_is_found_on_lines_of_its_own():
    shape = Shape("# A\n\nb $1", NONE)
    found = shape.find("x\n# A\n\nb $1\ny")
    assert found
    assert (found.start, found.end, found.values) == (2, 11, {})
    assert shape.find("x # A\n\nb $1") is None
    assert shape.find("# A\n\nb $1 and more") is None
    assert shape.find("# A\n\nb") is None, "a part is not the whole"


def test_what_was_put_into_variables_is_known_and_put_in_again():
    shape = Shape("Greet $ARGUMENTS in ${CLAUDE_SKILL_DIR}/a, again $ARGUMENTS.\nNow: !`date`", VARIABLES)
    found = shape.find("Greet Ada in /x/y/a, again Ada.\nNow: Sunday\n")
    assert found
    assert found.values == {"$ARGUMENTS": "Ada", "${CLAUDE_SKILL_DIR}": "/x/y", "!`date`": "Sunday"}
    assert Shape("To $ARGUMENTS.", VARIABLES).filled(found.values) == "To Ada."
    assert Shape("To $1.", VARIABLES).filled(found.values) is None
    assert shape.find("Greet Ada in /x/y/a, again Bo.\nNow: Sunday\n") is None


def test_nothing_to_begin_with_is_found_nowhere():
    assert Shape("$ARGUMENTS\nx", VARIABLES).find("Ada\nx") is None


def test_a_text_made_to_be_slow_is_given_up():
    assert Shape("a\n" + "$1b" * 200, VARIABLES).find("a\n" * 20_000) is None
