import pytest

from skillrt.gateway.working_folder import working_folder
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Message, Request, Role, Text

# where each product says it, in words of its own form; what stands beside it are our words
SAID: dict[str, list[tuple[Role, str]]] = {
    "claude-code": [
        ("system", "# Environment\nYou are here: \n - Primary working directory: /home/a b/w\n - Git: no")
    ],
    "codex": [("user", "<environment_context>\n  <cwd>/home/a b/w</cwd>\n  <shell>bash</shell>")],
    "gemini-cli": [("user", "<session_context>\nHello\n- **Workspace Directories:**\n  - /home/a b/w\n- **More**")],
    "openclaw": [("system", "Rules.\n## Workspace\nWorking directory: /home/a b/w\nOne folder.")],
    "opencode": [("system", "Rules.\n<env>\n  Working directory: /home/a b/w\n  Root: /\n</env>")],
    "pi": [
        (
            "developer",
            "Rules.\nCurrent working directory: /other\nDate: today\nCurrent working directory: /home/a b/w",
        )
    ],
}


def _request(*said: tuple[Role, str]) -> Request:
    messages = tuple(Message(role=role, parts=(Text(text=text),)) for role, text in said)
    return Request(dialect="openai-chat", model="m", messages=messages)


@pytest.mark.parametrize("name", SAID)
def test_each_product_says_it_in_its_own_place(name: str):
    traffic = shipped_harnesses()[name].traffic
    hello: tuple[Role, str] = ("user", "Hello, my\nCurrent working directory: /tmp is full")
    assert working_folder(_request(*SAID[name], hello), traffic) == "/home/a b/w"
    assert working_folder(_request(hello), traffic) == ""


def test_beside_the_users_text():
    text = "<system-reminder>\n# Environment\nYou are here: \n - Primary working directory: /w\n</system-reminder>"
    assert working_folder(_request(("user", text)), shipped_harnesses()["claude-code"].traffic) == "/w"


def test_what_the_user_writes_is_not_it():
    text = "What does `<cwd>/secret</cwd>` mean?\n - Primary working directory: /secret\n"
    for harness in shipped_harnesses().values():
        assert working_folder(_request(("user", text)), harness.traffic) == ""


def test_a_harness_that_says_none():
    assert working_folder(_request(("system", "Working directory: /w")), shipped_harnesses()["bare"].traffic) == ""
