import pytest

from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.tool_web.requests import Request, base_address, command, requests_in
from tests.primitives.lowered import linked


def test_requests_with_headers_and_bodies():
    text = 'POST /items\nContent-Type: application/json\n\n{"n": 1}\nGET https://x.test/items?page=2\n'
    assert requests_in(text) == (
        Request("POST", "/items", ("Content-Type: application/json",), '{"n": 1}'),
        Request("GET", "https://x.test/items?page=2"),
    )
    assert requests_in("https://x.test/a\n") == (Request("GET", "https://x.test/a"),)


@pytest.mark.parametrize(
    "text",
    [
        "GET /x\nQuery: limit, start",
        "POST /x\n\n{...}",
        "PUT /x\nBody: (the same)",
        "GET /x HTTP/1.1",
        "",
        "just words",
        "GET\n",
        "note\nGET /x",
        "GET /x\n" * 100,
    ],
)
def test_what_is_no_request(text):
    assert requests_in(text) == ()


def test_the_command_line():
    line = command(Request("GET", "/of/{name}/:id?at=<at>"), "fetch.sh", "https://x.test/")
    assert line.startswith("sh fetch.sh GET 'https://x.test/of/{name}/:id' --set 'name=<name>' --set 'id=<id>'")
    assert line.endswith(" --query 'at=<at>'")
    escaped = command(Request("GET", "https://x.test/of?q=a%20b&n=3"), "fetch.sh", "")
    assert escaped == "sh fetch.sh GET 'https://x.test/of?q=a%20b&n=3'"
    assert "https://x.test/v1/items" in command(Request("GET", "/v1/items"), "fetch.sh", "https://x.test/v1")
    assert "https://x.test/v1/v10" in command(Request("GET", "/v10"), "fetch.sh", "https://x.test/v1/")
    assert command(Request("GET", "/x"), "fetch.sh", "") == ""
    assert command(Request("GET", "https://x.test/`x`"), "fetch.sh", "") == ""
    assert command(Request("POST", "https://x.test/x", (), "{}"), "fetch.sh", "") == ""


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("The base URL is `https://x.test/v1`.\n", "https://x.test/v1"),
        ("Base URL:\n\n```\nhttps://x.test/v1/\n```\n", "https://x.test/v1"),
        ("Base URL `https://x.test/v1`. Its API address `https://x.test/v1/items` too.\n", "https://x.test/v1"),
        ("Base URL `https://x.test`, or the base URL `https://y.test`.\n", ""),
        ("See https://x.test for more.\n", ""),
        ("The API has news, see https://blog.test/base for more.\n", ""),
    ],
)
def test_the_base_is_what_is_called_so(tmp_path, text, base):
    assert base_address(SkillView(linked(tmp_path, {"SKILL.md": f"# A\n\n{text}"}), lexicon())) == base
