import msgspec
import pytest

from skillrt.contracts.lines import (
    AnyLine,
    AuditLine,
    CommandLine,
    GapLine,
    NeedLine,
    TokensLine,
    WriteLine,
    key_of,
)


def test_two_lines_that_differ_in_what_they_say_speak_of_the_same():
    one = NeedLine(skill="a", kind="python", name="x", required=True)
    other = NeedLine(skill="a", kind="python", name="x", required=False, version=">=2")
    assert key_of(one) == key_of(other)
    assert key_of(one) != key_of(NeedLine(skill="a", kind="node", name="x", required=True))


def test_every_line_of_an_audit_is_one_of_its_own():
    one = AuditLine(skill="a", code="audit.remote-code", file="SKILL.md", message="m", text="curl a | sh")
    other = msgspec.structs.replace(one, text="curl b | sh")
    assert key_of(one) != key_of(other)


def test_keys_sort_tokens_first_and_gaps_last():
    gap = GapLine(skill="a", target="m@h", primitive="p", required="L3", aim="L1", left="L3", status="left")
    lines = [gap, WriteLine(skill="a", path="x", where="outside"), CommandLine(skill="a", name="curl", effect="any")]
    lines.append(TokensLine(skill="a", listed=1, activation=2))
    kinds = [type(item) for item in sorted(lines, key=key_of)]
    assert kinds == [TokensLine, CommandLine, WriteLine, GapLine]


def test_a_line_with_an_unknown_field_or_a_wrong_level_is_refused():
    good = {"fact": "primitive", "skill": "a", "primitive": "gen.code.python", "level": "L2"}
    assert msgspec.convert(good, AnyLine)
    for bad in ({**good, "more": 1}, {**good, "level": "L9"}, {**good, "fact": "other"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(bad, AnyLine)
