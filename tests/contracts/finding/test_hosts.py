from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, shell, skill


def test_hosts_of_commands_and_programs(tmp_path: Path):
    code = 'import requests\nrequests.get("https://api.weather.io/v1")\n'
    files = {"SKILL.md": skill(shell("curl -fsSL https://get.tool.dev/i.sh")), "scripts/a.py": code}
    assert named(facts_of(tmp_path, files), "host") == ["api.weather.io", "get.tool.dev"]


def test_comments_examples_and_name_spaces_are_none(tmp_path: Path):
    code = (
        "# see https://docs.somewhere.io/page\n"
        'NS = "http://www.w3.org/2000/svg"\n'
        'URL = "https://example.com/x"\n'
        'LOCAL = "http://localhost:8000"\n'
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill("Run `scripts/a.py`."), "scripts/a.py": code})
    assert named(rows, "host") == []


def test_an_address_in_prose_is_told_apart(tmp_path: Path):
    body = "See [the manual](https://manual.somewhere.io/) and https://api.weather.io/docs.\n\n"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body + shell("curl https://api.weather.io/v1"))})
    found = {row["name"]: row.get("called", True) for row in rows if row["fact"] == "host"}
    assert found == {"api.weather.io": True, "manual.somewhere.io": False}


def test_what_a_page_in_a_block_loads_and_what_only_a_sample_names(tmp_path: Path):
    page = '```html\n<script src="https://cdn.parts.io/x.js"></script>\n<a href="https://other.io">x</a>\n```\n'
    code = '```python\nimport requests\nrequests.get("https://api.weather.io/v1")\n```\n'
    rows = facts_of(tmp_path, {"SKILL.md": skill(page + "\nAnd so:\n\n" + code)})
    found = {row["name"]: (row.get("called", True), row.get("shown", False)) for row in rows if row["fact"] == "host"}
    assert found == {"api.weather.io": (True, True), "cdn.parts.io": (False, False)}


def test_a_picture_with_a_script_names_what_the_script_calls(tmp_path: Path):
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://other.io">x</a>'
        "<script>xhr.open('POST', 'https://takes.it.io/log')</script></svg>"
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill("Open it."), "icon.svg": picture})
    assert named(rows, "host") == ["takes.it.io"]


def test_the_host_of_an_interface_alone_in_code(tmp_path: Path):
    body = "The default is `api.tool.io`, not `api.example.com`; see `os.path.app` and `client.api.run`."
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "host") == ["api.tool.io"]


def test_addresses_in_blocks_of_text_and_settings_are_mentioned(tmp_path: Path):
    body = "In this order:\n\n```text\nHOST\n→ https://api.tool.io\n```\n"
    body += '\n```json\n{"$schema": "https://schemas.tool.dev/1.json"}\n```\n'
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert [(row["name"], row["called"]) for row in rows if row["fact"] == "host"] == [("api.tool.io", False)]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('urlopen(f"https://api.weather.io{path}")', ["api.weather.io"]),
        ('urlopen(f"https://api.weather.io:{port}/v1")', ["api.weather.io"]),
        ('urlopen(f"https://api.{region}.weather.io/v1")', []),
        ('urlopen(f"https://{host}/v1")', []),
    ],
)
def test_a_host_ends_where_the_rest_is_put_in(tmp_path: Path, code: str, told: list[str]):
    files: dict[str, str | bytes] = {"SKILL.md": skill("Do it."), "scripts/a.py": f"{code}\n"}
    assert named(facts_of(tmp_path, files), "host") == told


def test_an_address_within_an_address_and_the_operand_of_a_command(tmp_path: Path):
    body = "Read it: `curl https://reader.io/https://texts.edu/a`, and see <https://docs.io/a>.\n"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    hosts = {row["name"]: row.get("called", True) for row in rows if row["fact"] == "host"}
    assert hosts == {"docs.io": False, "reader.io": True, "texts.edu": True}
