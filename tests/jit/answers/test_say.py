from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said
from skillrt.jit.answers.say import answer

ROWS = Fact("input", "h1", "rows")
PATTERN = AnswerPattern(((Said("It has "), Said(fact=ROWS, decimals=1), Said(" rows.")), (Said("Done"), Said("."))))


def test_sentences_are_filled_and_those_without_their_facts_left_out():
    assert answer(PATTERN, {ROWS: "3"}, ()) == "It has 3.0 rows. Done."
    assert answer(PATTERN, {}, ()) == "Done."


def test_at_the_least_the_files_are_named():
    assert answer(AnswerPattern(), {}, ("a.csv", "b.csv")) == "Saved a.csv and b.csv."
    assert answer(AnswerPattern(), {}, ()) == "Done."
