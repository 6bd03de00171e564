from skillrt.errors import Diagnostic, Finding, Place, Severity
from skillrt.errors.fingerprints import LENGTH, fingerprints


def finding(line: int, excerpt: str = "see `a.md`", message: str = "a.md is not there", skill: str = "s") -> Finding:
    diagnostic = Diagnostic("usage.path-missing", Severity.ERROR, message, Place("SKILL.md", line), excerpt)
    return Finding(skill, diagnostic)


def test_moving_lines_keeps_the_name():
    before, after = finding(3, message="first used in line 9"), finding(300, message="first used in line 12")
    assert fingerprints([before]) == fingerprints([after])
    assert fingerprints([finding(3, "  see `a.md`")]) == fingerprints([finding(3, "see `a.md`  ")])


def test_other_content_has_another_name():
    names = [
        *fingerprints([finding(1)]),
        *fingerprints([finding(1, excerpt="read `a.md`")]),
        *fingerprints([finding(1, message="b.md is not there")]),
        *fingerprints([finding(1, skill="t")]),
    ]
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {LENGTH}


def test_equal_findings_are_told_apart_by_their_order():
    first, second = fingerprints([finding(1), finding(8)])
    assert first != second
    assert fingerprints([finding(2), finding(9)]) == [first, second]


def test_any_text_has_a_name():
    (name,) = fingerprints([finding(1, excerpt="\udcff" * 10_000, message="bad \udc80 byte")])
    assert len(name) == LENGTH
