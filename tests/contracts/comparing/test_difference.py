from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.lines import Fact, HostLine, key_of
from skillrt.errors import Place


def test_what_is_new_what_is_different_and_what_is_gone():
    before: list[Fact] = [HostLine(skill="a", name="gone.io"), HostLine(skill="a", name="x.io", called=False)]
    after: list[Fact] = [HostLine(skill="a", name="x.io"), HostLine(skill="a", name="b.io")]
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    difference = Difference(old, new, {key_of(after[0]): Place("SKILL.md", 4)})
    assert list(difference.altered()) == [(None, after[1]), (before[1], after[0])]
    assert difference.gone() == [before[0]]
    assert difference.at("lock.host-added", after[0], "m").place == Place("SKILL.md", 4)
    assert difference.at("lock.host-added", after[1], "m").place is None
