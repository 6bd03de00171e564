import pytest

from skillrt.environment.needs import Need, Needs, needs_bytes, needs_of, read_needs
from skillrt.errors import InputError, Span
from skillrt.ir import Dependency

PANDAS = Need(kind="python", name="pandas", required=True, why="imported", version=">=2", evidence=("SKILL.md:3",))
JQ = Need(kind="system", name="jq", required=False, why="one of several ways")


def test_the_file_reads_back():
    needs = Needs(python=">=3.11", needs=(PANDAS, JQ))
    assert read_needs(needs_bytes(needs), "x") == needs


def test_the_key_counts_what_is_resolved_and_not_the_words():
    one = Needs(needs=(PANDAS,))
    said = Need(kind="python", name="pandas", required=True, why="in other words", version=">=2")
    assert Needs(needs=(said,)).key == one.key
    wider = Need(kind="python", name="pandas", required=True, why="imported")
    assert Needs(needs=(wider,)).key != one.key
    assert Needs(python=">=3.12", needs=(PANDAS,)).key != one.key


def test_needs_are_chosen_by_kind_and_by_whether_they_are_required():
    needs = Needs(needs=(PANDAS, JQ))
    assert needs.of("python") == (PANDAS,)
    assert needs.of("system", required=True) == ()
    assert needs.of("system", required=False) == (JQ,)


def test_dependencies_become_needs_in_one_order():
    span = Span("SKILL.md", 0, 4, 7, 7)
    facts = [
        Dependency(blocks=(), span=span, kind=kind, name=name, required=True, why="", evidence=(span,))
        for kind, name in (("system", "jq"), ("python", "rich"), ("python", "httpx"))
    ]
    needs = needs_of(facts)
    assert [(item.kind, item.name) for item in needs.needs] == [
        ("python", "httpx"),
        ("python", "rich"),
        ("system", "jq"),
    ]
    assert needs.needs[0].evidence == ("SKILL.md:7",)
    assert needs_of(reversed(facts)) == needs


def test_a_program_may_have_a_name_that_is_no_utf8():
    span = Span("scripts/b\udcff.py", 0, 4, 1, 1)
    fact = Dependency(blocks=(), span=span, kind="system", name="x\udcfe", required=True, why="", evidence=(span,))
    needs = needs_of([fact])
    assert needs.needs[0].evidence == (r"scripts/b\xff.py:1",)
    again = read_needs(needs_bytes(needs), "x")
    assert (again, again.key) == (needs, needs.key)


@pytest.mark.parametrize("data", [b"", b"{", b'{"schema_version": 2}', b'{"needs": [{"kind": "rust"}]}', b"\xff"])
def test_what_is_no_record_of_needs_is_said_to_be_none(data):
    with pytest.raises(InputError, match="no record of needs"):
        read_needs(data, "x")
