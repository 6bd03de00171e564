import pytest

from skillrt.environment.finding.variable_words import family_of, is_said_to_be_cleared, is_said_to_be_set


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If `FROB_MODE` is set, it asks.", True),
        ("Stop where FROB_MODE environment variable is not set.", True),
        ("Kept in the home folder (override with `FROB_MODE`).", True),
        ("`FROB_MODE=fast|slow` overrides the choice.", True),
        ("Set `FROB_MODE` for a whole session.", True),
        ("Set `FROB_MODE` to the root found in step 1.", False),
        ("The constant `FROB_MODE` is 3.", False),
        ("We set FROB_MODE in stone.", False),
    ],
)
def test_names_that_are_said_to_be_set(text, expected):
    start = text.index("FROB_MODE")
    assert is_said_to_be_set(text, start, start + len("FROB_MODE")) == expected


def test_names_that_are_taken_away():
    text = "The variables `FROB_MODE` and `FROB_HOME` are cleared first."
    assert is_said_to_be_cleared(text, text.index("FROB_MODE") + len("FROB_MODE"))
    assert not is_said_to_be_cleared("Set `FROB_MODE`.", len("Set `FROB_MODE"))
    assert family_of("FROB_CLI_MODE") == "FROB"
