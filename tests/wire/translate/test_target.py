from typing import get_args

import pytest

from skillrt.wire.exchange import Dialect
from skillrt.wire.translate.target import Loss, Losses, limits_of, lost_members, wants_completion_limit


@pytest.mark.parametrize("dialect", get_args(Dialect))
def test_every_dialect_has_its_limits(dialect: Dialect):
    limits = limits_of(dialect)
    assert limits.call_id_length >= 40
    assert set(limits.media_in_results) <= set(limits.media)


def test_members_whose_loss_matters():
    assert {member.key for member in lost_members() if member.fatal} >= {"previous_response_id", "conversation"}


@pytest.mark.parametrize(
    ("model", "wants"),
    [("gpt-5.1", True), ("openai/o4-mini", True), ("gpt-4.1", False), ("o2-large", False), ("qwen3-coder", False)],
)
def test_the_name_of_the_limit(model: str, wants: bool):
    assert wants_completion_limit(model) is wants


def test_a_loss_is_told_once():
    losses = Losses()
    for what in ("b", "a", "b"):
        losses.add(what)
    losses.add("b", fatal=True)
    assert losses.all() == (Loss("b"), Loss("a"), Loss("b", fatal=True))
