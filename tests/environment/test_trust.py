import pytest

from skillrt.environment.index_lookup import Standing
from skillrt.environment.needs import Need
from skillrt.environment.trust import doubts, is_known


def need(name, kind="python", **more):
    return Need(kind=kind, name=name, required=True, why="import", **more)


def codes(*needs, **more):
    return [item.code for item in doubts(needs, **more)]


def test_known_packages_and_other_kinds_raise_no_doubts():
    assert codes(need("requests"), need("chalk", "node"), need("no-such-program-zq", "system")) == []
    assert is_known(need("requests"))
    assert not is_known(need("requests-zq-zq"))


def test_look_alikes_are_refused_with_the_name_that_is_meant():
    (found,) = doubts([need("reqeusts", evidence=("SKILL.md:18", "a.py:1"))])
    assert found.code == "bind.look-alike"
    assert found.severity == "error"
    assert "`requests`" in found.message
    assert str(found.place) == "SKILL.md:18:1"
    assert "--accept reqeusts" in found.hint


def test_unknown_packages_are_told_and_name_the_way_out():
    (found,) = doubts([need("zq-nobody-knows", "node")])
    assert (found.code, found.severity) == ("bind.unknown-package", "warning")
    assert "--online" in found.hint
    assert "--accept zq-nobody-knows" in found.hint
    assert found.place is None


def test_what_the_user_vouches_for_is_let_through_in_any_spelling():
    assert codes(need("zq-nobody-knows"), accepted=["ZQ_Nobody.knows"]) == []
    assert codes(need("reqeusts"), accepted=["reqeusts"]) == []
    assert codes(need("@zq/Nobody", "node"), accepted=["@zq/Nobody"]) == []


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(found=True), []),
        (Standing(found=True, young=True), ["bind.unknown-package"]),
        (Standing(found=False), ["bind.no-such-package"]),
        (None, ["bind.unknown-package"]),
    ],
)
def test_the_index_decides_where_it_may_be_asked(standing, expected):
    asked = []

    def ask(kind, name):
        asked.append((kind, name))
        return standing

    assert codes(need("zq-nobody-knows"), need("requests"), ask=ask) == expected
    assert asked == [("python", "zq-nobody-knows")]


def test_a_look_alike_that_exists_is_refused_all_the_same():
    assert codes(need("reqeusts"), ask=lambda _kind, _name: Standing(found=True)) == ["bind.look-alike"]
