import pytest

from skillrt.errors import Diagnostic, Place, Severity, code_info


def test_severity_and_hint_come_from_the_catalogue():
    found = Diagnostic.of("usage.path-missing", "no `x`", Place("SKILL.md", 1))
    assert found.severity == code_info("usage.path-missing").severity
    assert found.hint == code_info("usage.path-missing").hint
    assert Diagnostic.of("usage.path-missing", "no `x`", hint="look there").hint == "look there"


def test_a_code_that_is_not_listed_is_refused():
    with pytest.raises(KeyError):
        Diagnostic.of("usage.no" + "-such-code", "never")


def test_weights_are_ordered():
    ranks = [severity.rank for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE, Severity.OFF)]
    assert ranks == [0, 1, 2, 3]


def test_another_weight_leaves_the_original():
    found = Diagnostic.of("usage.path-missing", "no `x`")
    assert found.at(Severity.NOTE).severity is Severity.NOTE
    assert found.severity is Severity.ERROR


def test_reading_order_is_by_file_line_column_code():
    def at(file: str, line: int, column: int = 1) -> Diagnostic:
        return Diagnostic.of("usage.path-missing", "gone", Place(file, line, column))

    nowhere = Diagnostic.of("usage.path-missing", "gone")
    unsorted = [at("b.md", 1), at("a.md", 10), at("a.md", 2, 7), at("a.md", 2, 3), nowhere]
    ordered = sorted(unsorted, key=lambda item: item.sort_key)
    assert ordered == [nowhere, at("a.md", 2, 3), at("a.md", 2, 7), at("a.md", 10), at("b.md", 1)]
