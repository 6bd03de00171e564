from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.answers.facts import Run, decimals_of, facts_of, number_of, says
from skillrt.jit.answers.pattern import Fact
from skillrt.jit.replay import Replayed


def test_holes_files_and_words_that_were_printed(tmp_path: Path):
    (tmp_path / "in.csv").write_text("a,b\n1,2\n3,4\n")
    replayed = Replayed({"out.json": b'{"mean": 2.5, "deep": {"n": 7}}'}, (), "12 rows\n")
    facts = facts_of(Run({"h1": "in.csv"}, ("h1",), tmp_path, replayed, ("out.json",)))
    assert facts == {
        Fact("hole", "h1"): "in.csv",
        Fact("output", "0", path=("mean",)): "2.5",
        Fact("output", "0", path=("deep", "n")): "7",
        Fact("input", "h1", "rows"): "2",
        Fact("input", "h1", "columns"): "2",
        Fact("input", "h1", "column-names"): "a, b",
        Fact("printed", "0"): "12",
        Fact("printed", "1"): "rows",
        Fact("printed", "-2"): "12",
        Fact("printed", "-1"): "rows",
    }


def test_a_file_that_is_gone_gives_no_facts(tmp_path: Path):
    facts = facts_of(Run({"h1": "gone.csv"}, ("h1",), tmp_path, Replayed({}, (), ""), ("never.json",)))
    assert facts == {Fact("hole", "h1"): "gone.csv"}


def test_rounded_numbers_tell_their_value_and_others_do_not():
    assert says("258.09", "258.09223684210525")
    assert says("1,204", "1204")
    assert says("Ada", "ada")
    assert not says("258.10", "258.09223684210525")
    assert not says("258", "258.09223684210525")
    assert not says("3", "three")
    assert (number_of("1,204.5"), number_of("x"), decimals_of("1.250")) == (1204.5, None, 3)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), st.integers(1, 6))
def test_a_number_rounded_by_us_tells_its_value(value: float, places: int):
    assert says(f"{value:.{places}f}", repr(value))
