import pytest

from skillrt.config import GatewaySettings, UpstreamSettings
from skillrt.errors import UsageError
from skillrt.gateway.routes import Routes, Upstream, routes_of, shipped_upstreams


@pytest.mark.parametrize(
    ("base", "dialect", "path", "url"),
    [
        ("https://a/v1", "openai-chat", "/v1/chat/completions", "https://a/v1/chat/completions"),
        ("https://a/v1/", "openai-chat", "/chat/completions", "https://a/v1/chat/completions"),
        ("https://a/api/v1", "openai-responses", "/v1/responses", "https://a/api/v1/responses"),
        ("https://a/v1beta/openai", "openai-chat", "/v1/models", "https://a/v1beta/openai/models"),
        ("https://a", "anthropic-messages", "/v1/messages", "https://a/v1/messages"),
        ("https://a/v1", "anthropic-messages", "/v1/messages", "https://a/v1/messages"),
        ("https://a/v1beta", "gemini", "/v1beta/models/m:x", "https://a/v1beta/models/m:x"),
        ("https://a", "gemini", "/v1beta/models/a%2Fb:x", "https://a/v1beta/models/a%2Fb:x"),
    ],
)
def test_addresses(base: str, dialect: str, path: str, url: str):
    upstream = Upstream(name="u", base_url=base, dialects=(dialect,))  # pyright: ignore[reportArgumentType]
    assert upstream.url(path, "") == url
    assert upstream.url(path, "a=%2f&b") == f"{url}?a=%2f&b"


CHAT = Upstream(name="chat", base_url="http://c/v1", dialects=("openai-chat",))
SOME = Upstream(name="some", base_url="http://s/v1", dialects=("openai-chat",), models=("vendor/*", "tiny"))
MESSAGES = Upstream(name="messages", base_url="http://m", dialects=("anthropic-messages",))
ROUTES = Routes((CHAT, SOME, MESSAGES))


def test_the_first_that_names_the_model_comes_before_one_for_any():
    chosen = {model: ROUTES.choose("openai-chat", model) for model in ("vendor/x", "tiny", "large")}
    assert {model: route and route.upstream.name for model, route in chosen.items()} == {
        "vendor/x": "some",
        "tiny": "some",
        "large": "chat",
    }


def test_a_model_that_is_named_is_translated_for():
    route = ROUTES.choose("anthropic-messages", "tiny")
    assert route is not None
    assert (route.upstream.name, route.dialect, route.translates("anthropic-messages")) == (
        "some",
        "openai-chat",
        True,
    )


def test_other_models_go_to_who_speaks_the_dialect():
    route = ROUTES.choose("anthropic-messages", "large")
    assert route is not None
    assert (route.upstream.name, route.translates("anthropic-messages")) == ("messages", False)
    route = ROUTES.choose("gemini", "large")
    assert route is not None
    assert (route.upstream.name, route.dialect) == ("chat", "openai-chat")


def test_what_is_shipped_is_reached_in_its_own_dialect_only():
    shipped = Routes((Upstream(name="s", base_url="http://s", dialects=("gemini",), is_shipped=True),))
    assert shipped.choose("openai-chat", "large") is None
    assert shipped.choose("gemini", "large") is not None
    own = Routes((CHAT, *shipped.upstreams))
    route = own.choose("gemini", "large")
    assert route is not None
    assert route.upstream.name == "chat"


def test_a_run_may_name_its_provider():
    route = ROUTES.choose("gemini", "large", "chat")
    assert route is not None
    assert (route.upstream.name, route.dialect) == ("chat", "openai-chat")
    assert ROUTES.choose("gemini", "large", "nobody") is None


def test_requests_for_no_model():
    route = ROUTES.choose(None, "", hint="anthropic-messages")
    assert route is not None
    assert (route.upstream.name, route.dialect) == ("messages", None)
    route = ROUTES.choose(None, "")
    assert route is not None
    assert route.upstream.name == "chat"


def test_header_rules():
    upstream = Upstream(
        name="u", base_url="http://u", dialects=("gemini",), set_headers=(("A", "new"),), drop_headers=("B",)
    )
    assert upstream.ruled((("a", "old"), ("b", "1"), ("C", "2"))) == (("C", "2"), ("A", "new"))


def test_settings_come_before_what_is_shipped_and_keys_are_read():
    settings = GatewaySettings(
        upstreams={
            "mine": UpstreamSettings(base_url="http://mine/v1", dialects=("openai-chat",), key_variable="MINE"),
            "openai": UpstreamSettings(base_url="http://mine/v1", dialects=("openai-chat",), key_command=("show",)),
        }
    )
    routes = routes_of(settings, lambda name: {"MINE": "M"}.get(name, ""), lambda command: f"from {command[0]}")
    assert [item.name for item in routes.upstreams][:2] == ["mine", "openai"]
    assert [item.name for item in routes.upstreams].count("openai") == 1
    mine, openai = routes.named("mine"), routes.named("openai")
    assert mine is not None
    assert openai is not None
    assert (mine.key, openai.key) == ("M", "from show")
    assert all(item.key == "" for item in routes.upstreams[2:])


def test_a_key_command_that_gives_none():
    settings = GatewaySettings(
        upstreams={"mine": UpstreamSettings(base_url="http://mine", dialects=("gemini",), key_command=("show",))}
    )
    with pytest.raises(UsageError, match="key command of the upstream `mine`"):
        routes_of(settings, lambda _: "", lambda _: "")


def test_what_is_shipped_covers_every_dialect():
    assert {dialect for item in shipped_upstreams().values() for dialect in item.dialects} == {
        "openai-chat",
        "openai-responses",
        "anthropic-messages",
        "gemini",
    }
