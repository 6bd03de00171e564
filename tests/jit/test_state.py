from pathlib import Path

import msgspec
import pytest

from skillrt.errors import MachineError
from skillrt.jit.learn import Workshop
from skillrt.jit.state import (
    DEMOTE_AFTER,
    PROMOTE_AFTER,
    Event,
    Kept,
    Spent,
    demoted,
    learnt,
    observed,
    observed_midway,
    promoted,
    promoted_by_hand,
    read_kept,
    under,
)
from skillrt.store.templates import Templates


def kept(workshop: Workshop) -> Kept:
    return learnt(workshop.learn().templates[0])


def test_right_often_enough_in_shadow_promotes(workshop: Workshop):
    item = kept(workshop)
    for _ in range(PROMOTE_AFTER - 1):
        item = observed(item, right=True)
    assert item.state == "shadow"
    assert observed(item, right=True).state == "promoted"
    broken = observed(observed(item, right=False), right=True)
    assert (broken.state, broken.right) == ("shadow", 1)


def test_failures_demote_for_good(workshop: Workshop):
    item = promoted_by_hand(kept(workshop))
    for _ in range(DEMOTE_AFTER):
        assert item.state == "promoted"
        item = observed(item, right=False, why="status 1")
    assert item.state == "demoted"
    for _ in range(PROMOTE_AFTER + 1):
        item = observed(item, right=True)
    assert item.state == "demoted"
    assert promoted(item, "by hand").state == "promoted"


def test_another_skill_or_environment_sends_it_back_to_shadow(workshop: Workshop):
    item = promoted(under(kept(workshop), ("skill-1", "env-1")), "by hand")
    assert under(item, ("skill-1", "env-1")) is item
    changed = under(item, ("skill-2", "env-1"))
    assert (changed.state, changed.right) == ("shadow", 0)
    assert under(demoted(item, "by hand"), ("skill-2", "env-1")).state == "demoted"


def test_the_history_says_what_happened(workshop: Workshop):
    item = observed(promoted(kept(workshop), "by hand"), right=False, why="status 1")
    assert [event.what for event in item.history] == ["learnt", "promoted", "wrong"]
    assert item.history[-1].why == "status 1"


def test_in_shadow_too_nothing_counts_that_was_seen_under_something_else(workshop: Workshop):
    item = observed(observed(under(kept(workshop), ("env-1",)), right=True), right=True)
    changed = under(item, ("env-2",))
    assert (changed.state, changed.right, changed.under) == ("shadow", 0, ("env-2",))
    assert changed.history[-1].what == "shadow"
    assert under(under(kept(workshop), ("env-1",)), ("env-2",)).history == kept(workshop).history


def test_what_the_model_took_is_kept_where_it_did_the_same(workshop: Workshop):
    item = kept(workshop)
    for turns in range(7):
        item = observed(item, right=True, spent=Spent(turns, 100, 1000))
    assert [spent.turns for spent in item.spent] == [2, 3, 4, 5, 6]
    assert observed(item, right=False, spent=Spent(9, 1, 1)).spent == item.spent


def test_a_long_history_keeps_its_beginning_and_its_end(workshop: Workshop):
    item = kept(workshop)
    for at in range(300):
        item = observed(item, right=True, why=str(at))
    assert len(item.history) == 200
    assert item.history[0].what == "learnt"
    assert item.history[-1] == Event("right", "299")


def test_a_record_that_cannot_be_read_is_said(tmp_path: Path):
    store = Templates(tmp_path)
    store.write("0123456789ab", b"{")
    with pytest.raises(MachineError) as caught:
        read_kept(store, "0123456789ab")
    assert "skillrt jit forget 0123456789ab" in str(caught.value.diagnostics[0].message)


def test_what_comes_true_in_the_middle_of_runs_counts_by_itself(workshop: Workshop):
    item = kept(workshop)
    for _ in range(PROMOTE_AFTER):
        item = observed(item, right=True)
    assert not item.acts_midway
    for _ in range(PROMOTE_AFTER):
        item = observed_midway(item, right=True, why="run r")
    assert (item.acts_midway, item.right, item.state) == (True, PROMOTE_AFTER, "promoted")
    item = observed_midway(item, right=False, why="run r: no file")
    assert (item.acts_midway, item.wrong, item.state) == (False, 0, "promoted")
    assert item.history[-1] == Event("wrong", "in the middle of run r: no file")
    item = observed_midway(item, right=False)
    for _ in range(PROMOTE_AFTER):
        item = observed_midway(item, right=True)
    assert not item.acts_midway, "two failures are for good"
    assert promoted_by_hand(item).acts_midway
    assert not under(under(promoted_by_hand(item), ("a",)), ("b",)).acts_midway


def test_each_standing_instructions_are_proven_by_themselves(workshop: Workshop):
    item = kept(workshop)
    for _ in range(PROMOTE_AFTER):
        item = observed(observed(item, right=False, instructions="b"), right=True, instructions="a")
    assert (item.state, item.acts_under("a"), item.acts_under("b")) == ("promoted", True, False)
    for _ in range(DEMOTE_AFTER):
        item = observed_midway(observed(item, right=False, instructions="b"), right=False, instructions="b")
    assert (item.state, item.wrong, item.midway_wrong) == ("promoted", 0, 0), "it does not act there"
    for count in range(PROMOTE_AFTER):
        assert item.acts_under("b") == (count >= PROMOTE_AFTER)
        item = observed(item, right=True, instructions="b")
    assert (item.acts_under("a"), item.acts_under("b")) == (True, True)
    item = observed(item, right=False, instructions="b")
    assert (item.acts_under("b"), item.wrong) == (True, 1), "an act that failed counts for all"
    assert observed(item, right=False, instructions="a").state == "demoted"


def test_what_was_proven_under_another_environment_is_proven_anew_under_all_instructions(workshop: Workshop):
    item = under(kept(workshop), ("env-1",))
    for right in (True, True, False):
        item = observed(item, right=right, instructions="a" if right else "b")
    assert under(item, ("env-2",)).instructions == {}


def test_by_hand_it_acts_where_it_was_right_or_else_under_what_comes_next(workshop: Workshop):
    new = promoted_by_hand(kept(workshop))
    assert new.acts_under("a")
    assert new.acts_under("b")
    acted = observed(new, right=True, instructions="a")
    assert acted.acts_under("a")
    assert not acted.acts_under("b")
    seen = observed(observed(kept(workshop), right=True, instructions="a"), right=False, instructions="b")
    known = promoted_by_hand(seen)
    assert known.acts_under("a")
    assert not known.acts_under("b")


def test_a_record_of_before_acts_under_no_instructions(workshop: Workshop):
    data = msgspec.to_builtins(promoted(kept(workshop), "right 3 times in shadow"))
    del data["instructions"]
    item = msgspec.convert(data, Kept)
    assert item.state == "promoted"
    assert not item.acts_under("a")
    for _ in range(PROMOTE_AFTER):
        item = observed(item, right=True, instructions="a")
    assert item.acts_under("a")


def test_only_so_many_instructions_are_remembered(workshop: Workshop):
    item = kept(workshop)
    for number in range(200):
        item = observed(item, right=False, instructions=str(number))
    assert len(item.instructions) == 50
    assert "199" in item.instructions
