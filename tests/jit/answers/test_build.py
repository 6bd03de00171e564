from skillrt.jit.answers.build import Witness, answer_pattern, spoken, support, words
from skillrt.jit.answers.pattern import Fact
from skillrt.jit.answers.say import answer

FILE, OUT, ROWS, MEAN = (
    Fact("hole", "h1"),
    Fact("hole", "h2"),
    Fact("input", "h1", "rows"),
    Fact("output", "0", path=("mean",)),
)
PROMPT = "Write the mean of a.csv to a.json."
FACTS = {FILE: "a.csv", OUT: "a.json", ROWS: "12", MEAN: "2.5"}
WITNESSES = [
    Witness(
        "The mean of b.csv is 7.25, over 31 rows; it is in b.json.",
        PROMPT,
        {FILE: "b.csv", OUT: "b.json", ROWS: "31", MEAN: "7.25"},
    ),
    Witness(
        "I wrote the mean of 8 rows, 1.5, to c.json.", PROMPT, {FILE: "c.csv", OUT: "c.json", ROWS: "8", MEAN: "1.5"}
    ),
]
OTHER = {FILE: "z.csv", OUT: "z.json", ROWS: "99", MEAN: "4.125"}


def said(final: str, witnesses: list[Witness] = WITNESSES) -> str:
    return answer(answer_pattern(final, PROMPT, FACTS, witnesses), OTHER, ("z.json",))


def test_numbers_and_names_are_those_of_the_run():
    assert said("I wrote the mean of 12 rows, 2.5, to a.json.") == "I wrote the mean of 99 rows, 4.125, to z.json."
    assert said("The mean of a.csv is 2.50.") == "The mean of z.csv is 4.12."


def test_what_no_other_answer_says_is_not_said():
    assert said("The mean is 2.5 (median 3).") == "The mean is 4.125."
    assert said("The mean is 2.5, with outliers removed by hand.") == "The mean is 4.125."
    assert said("The mean is 2.5, and nothing is missing in it.") == "The mean is 4.125."
    assert said("All 13 rows are in a.json.") == "Saved z.json."
    assert said("All twelve rows are in a.json.") == "Saved z.json."


def test_a_number_that_was_met_by_chance_is_not_said():
    """12 is the number of rows here, but no other answer tells its number of rows."""
    quiet = [Witness("The mean is in the file.", PROMPT, item.facts) for item in WITNESSES]
    assert said("The mean of 12 rows is in the file.", quiet) == "Saved z.json."
    assert support(ROWS, WITNESSES) == 2


def test_lists_are_said_whole_or_not_at_all():
    names = Fact("output", "0", "column-names")
    facts = {**FACTS, names: "id, left, right"}
    witnesses = [
        Witness(f"The file a.json has the columns {value}.", PROMPT, {**FACTS, names: value})
        for value in ("id, left, right", "code, left, right")
    ]
    pattern = answer_pattern("The file a.json has the columns id, left, right.", PROMPT, facts, witnesses)
    assert answer(pattern, {**OTHER, names: "user, x"}, ()) == "The file z.json has the columns user, x."
    pattern = answer_pattern("The file a.json has the columns id, left and right.", PROMPT, facts, witnesses)
    assert answer(pattern, {**OTHER, names: "user, x"}, ("z.json",)) == "Saved z.json."


def test_the_words_of_an_answer():
    assert spoken("It's 1,204.5 (a-b.csv), v2.") == ["It's", "1,204.5", "a-b.csv", "v2"]
    assert "unchanged" in words()["claims"]


def test_where_nothing_is_written_the_number_alone_is_better_than_nothing():
    facts = {Fact("printed", "-1"): "9"}
    witnesses = [Witness(f"It is {n}.", "How many?", {Fact("printed", "-1"): n}) for n in ("4", "5")]
    final = "Altogether 9 wombats."
    assert answer_pattern(final, "How many?", facts, witnesses).sentences == ()
    alone = answer_pattern(final, "How many?", facts, witnesses, only_answers=True)
    assert answer(alone, {Fact("printed", "-1"): "7"}, ()) == "7"
    assert answer_pattern("Altogether 8.", "How many?", facts, witnesses, only_answers=True).sentences == ()


def test_who_is_told_words_of_the_data_is_not_served_by_their_number():
    """`Which keys are missing?` is not answered by `2`; `how many` is, though one answer names an example."""
    count, first = Fact("printed", "0"), Fact("printed", "1")
    runs = {name: {count: "2", first: f"{name}.key"} for name in ("app", "nav", "menu")}
    which = [Witness(f"Two are missing: {name}.key and more.", PROMPT, runs[name]) for name in ("nav", "menu")]
    final = "2 keys are missing: app.key and one more."
    assert not answer_pattern(final, PROMPT, runs["app"], which, only_answers=True).sentences
    many = [Witness("2 keys are missing.", PROMPT, runs[name]) for name in ("nav", "menu")]
    assert answer_pattern(final, PROMPT, runs["app"], many, only_answers=True).sentences
