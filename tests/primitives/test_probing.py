"""What every probe must keep."""

from skillrt.primitives.catalogue import catalogue
from skillrt.primitives.probing import PASSED, failed, skipped


def test_verdicts_say_what_they_are():
    assert (PASSED.outcome, failed("no").outcome, skipped("no node").outcome) == ("passed", "failed", "skipped")


def test_a_probe_says_whose_it_is():
    for item in catalogue():
        assert item.probe is None or item.probe().primitive == item.id
