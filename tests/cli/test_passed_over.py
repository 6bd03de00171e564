"""What a verb says of variants that it passed over."""

import pytest

from skillrt.cli.passed_over import PassedOver


def test_nothing_is_said_of_none(capsys: pytest.CaptureFixture[str]):
    PassedOver().say("checked")
    assert capsys.readouterr().err == ""


def test_the_first_are_named_and_what_to_do(capsys: pytest.CaptureFixture[str]):
    variants = PassedOver()
    for where in ("build/a", "build/b\x1b[2J", "build/c", "build/d"):
        variants(where)
    variants.say("locked")
    said = capsys.readouterr().err
    assert said.startswith("not locked, as variants: `build/a`, `build/b")
    assert said.endswith("`build/c`, ...; name the folder of one to have it locked\n")
    assert "\x1b" not in said
