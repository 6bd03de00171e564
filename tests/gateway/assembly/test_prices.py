import pytest

from skillrt.gateway.assembly.prices import cost_of, price_of, prices
from skillrt.wire.exchange import Usage


@pytest.mark.parametrize(
    "name",
    ["claude-sonnet-4-5", "anthropic/claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "Claude-Sonnet-4-5@20250929"],
)
def test_names_of_the_same_model(name: str):
    assert price_of(name) == price_of("claude-sonnet-4-5") is not None


def test_a_model_that_is_not_known_has_no_price():
    assert [price_of(name) for name in ("mock-model", "", "claude-sonnet-99-9", "gpt")] == [None] * 4
    assert cost_of("mock-model", Usage(input=5)) is None


def test_cached_tokens_have_their_own_price():
    price = price_of("claude-sonnet-4-5")
    assert price
    assert price.cache_read
    assert price.cache_write
    usage = Usage(input=1_000_000, cache_read=400_000, cache_write=100_000, output=10_000)
    expected = 0.5 * price.input + 0.4 * price.cache_read + 0.1 * price.cache_write + 0.01 * price.output
    assert cost_of("claude-sonnet-4-5", usage) == pytest.approx(expected)


def test_each_price_makes_sense():
    for name, price in prices().models.items():
        assert 0 <= price.input <= price.output * 2 or price.output == 0, name
        assert price.cache_read is None or price.cache_read <= price.input or price.input == 0, name
    assert prices().date
