from hypothesis import given
from hypothesis import strategies as st

from skillrt.surveys.record import Contents, Needs, Sizes, SkillRecord, Tokens, Work
from skillrt.surveys.summary import Summary, Tally

COUNTS = st.dictionaries(st.sampled_from(["link.a", "call.b", "c"]), st.integers(1, 5), max_size=3)
RECORDS = st.builds(
    SkillRecord,
    skill=st.just("s"),
    unread=st.booleans(),
    kind=st.sampled_from(["", "procedure"]),
    tokens=st.none() | st.builds(Tokens, st.integers(0, 99), st.integers(0, 9999), st.integers(0, 9999)),
    needs=st.dictionaries(
        st.sampled_from(["python", "env"]), st.builds(Needs, st.integers(0, 3), st.integers(0, 3)), max_size=2
    ),
    uses=COUNTS,
    broken=COUNTS,
    errors=COUNTS,
    primitives=st.dictionaries(st.sampled_from(["x", "y"]), st.integers(1, 3), max_size=2),
)


def summed(records: list[SkillRecord]) -> Summary:
    found = Summary()
    for record in records:
        found.add(record)
    return found


@given(st.lists(RECORDS, max_size=8), st.lists(RECORDS, max_size=8))
def test_sums_of_parts_are_the_sum_of_the_whole(one: list[SkillRecord], two: list[SkillRecord]):
    whole, turned = summed(one), summed(two)
    whole.merge(summed(two))
    turned.merge(summed(one))
    assert whole == turned == summed(one + two)


def test_skills_and_places_are_counted_apart():
    found = summed(
        [
            SkillRecord("a", broken={"link.x": 3, "call.y": 1}, primitives={"p": 3}, needs={"env": Needs(2, 1, 1)}),
            SkillRecord("b", broken={"link.x": 1}, primitives={"p": 1}, contents=Contents(procedures=2, fences=1)),
        ]
    )
    assert found.tally("broken", "link.x") == Tally(2, 4)
    assert found.tally("content", "broken-links") == Tally(2, 4)
    assert found.tally("content", "broken-calls") == Tally(1, 1)
    assert found.tally("level-3", "p") == Tally(1, 1)
    assert found.tally("need", "env.undeclared") == found.tally("need", "all.undeclared") == Tally(1, 1)
    assert found.tally("content", "procedure") == Tally(1, 2)
    assert found.tally("content", "code") == Tally(1, 1)
    assert found.table("broken") == [("link.x", Tally(2, 4)), ("call.y", Tally(1, 1))]


def test_programs_are_code_and_steps_are_work():
    found = summed([SkillRecord("a", sizes=Sizes(programs=1), work=Work(1, 4, {"order": 3}, {"data": 2}))])
    assert found.tally("content", "code").skills == 1
    assert found.tally("region", "data") == Tally(1, 2)
    assert found.measure("steps").most == 4


def test_what_could_not_be_read_has_no_sizes():
    found = summed([SkillRecord("a", unread=True, errors={"e": 1}), SkillRecord("b")])
    assert (found.skills, found.unread, found.read) == (2, 1, 1)
    assert found.measure("files").count == 1
    assert found.tally("error", "e").skills == 1
    assert found.measure("tokens-read").count == 0
    assert found.tally("kind", "unknown").skills == 1
