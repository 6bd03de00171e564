import pytest

from skillrt.store.traces.redaction.rules import kind_of, pivots, standing, words


def test_each_format_is_looked_for_by_a_character_of_its_lead():
    leads = [lead for pivot in pivots() for lead in pivot.leads]
    assert len(leads) == len(words().formats)
    assert all(pivot.seek.search(lead.lead + b"x") for pivot in pivots() for lead in pivot.leads)


def test_few_searches_are_enough():
    assert len(pivots()) <= 6


def test_the_longest_lead_comes_first():
    for pivot in pivots():
        assert [len(lead.lead) for lead in pivot.leads] == sorted(
            (len(lead.lead) for lead in pivot.leads), reverse=True
        )


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("API_KEY", "sure"), ("api-key", "sure"), ("apiKey", "sure"), ("self.api_key", "sure"),
        ("DB_PASSWORD_PROD", "sure"),
        ("STRIPE_KEY_2", "sure"), ("SORT_KEY", ""),
        ("prompt_cache_key", ""), ("odd_key", "likely"), ("token", "likely"),
        ("githubToken", "likely"),
        ("max_tokens", ""), ("monkey", ""), ("keyboard", ""), ("tokenizer", ""), ("key", ""), ("password", "sure"),
    ],
)  # fmt: skip
def test_names(name: str, level: str):
    assert standing(name) == level


def test_kinds():
    assert [kind_of(name) for name in ("DB_PASSWD", "a_token", "client_secret", "apiKey")] == [
        "password",
        "token",
        "secret",
        "key",
    ]


def test_the_data_say_when_and_whence():
    assert words().date
    assert words().sources
