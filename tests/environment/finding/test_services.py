import pytest

from skillrt.environment.finding.services import behind, sightings
from skillrt.environment.sighting import Sighting
from skillrt.errors import Span
from tests.environment.sighted import names, sighted


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```bash\ncurl https://api.weather-station.dev/v1/now\n```\n", {("api.weather-station.dev", "use")}),
        ("```python\nrequests.get('https://weather-station.dev/now')\n```\n", {("weather-station.dev", "use")}),
        ("```bash\npsql postgres://u:p@db.host.io/x\n```\n", {("postgres", "use")}),
        ('```hcl\nresource "aws_vpc" "m" {}\n```\n', {("aws", "example")}),
        (
            "```yaml\nrepository: https://charts.weather-station.dev/x\n```\n",
            {("charts.weather-station.dev", "example")},
        ),
        ("Their home:\n\n```\nhttps://weather-station.dev/now\n```\n", set()),
        ("API base URL:\n\n```\nhttps://weather-station.dev/now\n```\n", {("weather-station.dev", "use")}),
        ("Ask:\n\n```http\nGET https://api.weather-station.dev/now\n```\n", {("api.weather-station.dev", "use")}),
        ("See:\n\n```\nread https://api.weather-station.dev/now\n```\n", set()),
        ("- **Base URL:** `https://weather-station.dev/rest`\n", {("weather-station.dev", "use")}),
        ("Log in at https://app.weather-station.dev first.\n", {("app.weather-station.dev", "use")}),
        ("Add `https://tools.weather-station.dev/mcp` as a server.\n", {("tools.weather-station.dev", "use")}),
        ("Connect the toolkit `papertrail`.\n", {("papertrail", "use")}),
    ],
)
def test_services_by_address(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "See [the guide](https://docs.weather-station.dev/api/).\n",
        "```bash\ncurl -fsSL https://get.weather-station.dev/install | sh\n```\n",
        "```bash\ncurl http://localhost:8000/api/x https://api.example.com/v1\n```\n",
        "```python\n# https://api.weather-station.dev/v1\nprint('see https://api.weather-station.dev/v1')\n```\n",
        "Slack is a product that people know.\n",
    ],
)
def test_addresses_that_are_no_services(tmp_path, body):
    assert names(tmp_path, sightings, body) == set()


def test_products_that_the_skill_is_about(tmp_path):
    head = "---\nname: a\ndescription: Tunes reports of Power BI for a Slack or Notion team.\n---\n\n"
    body = "# Tuning\n\nPower BI is slow.\n\nConnect to the Slack workspace.\n\nAsk Slack, Notion.\n\nGrafana too.\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": head + body})
    assert sorted((name, manner, line) for _, name, manner, line in found) == [
        ("notion", "alternative", 12),
        ("power bi", "example", 8),
        ("slack", "alternative", 12),
        ("slack", "use", 10),
    ]


def test_services_behind_packages_and_programs():
    place = Span("a.py", 0, 5, 1, 1)
    found = [Sighting("python", "openai", place, "script", "use", "import")]
    assert [item.name for item in behind(found)] == ["api.openai.com"]
    # a client that is given an address talks to that one
    found.append(Sighting("service", "openrouter.ai", place, "script", "use", "address"))
    assert list(behind(found)) == []
    client = Sighting("system", "psql", place, "script", "guarded", "command")
    assert [(item.name, item.manner) for item in behind([client])] == [("postgres", "guarded")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```bash\ncurl http://localhost:9090/-/ready\n```\n", {("prometheus", "use")}),
        ("```yaml\ntargets: [redis:6379, other:6379]\n```\n", {("redis", "example")}),
        ("```python\nm = Model.from_pretrained('maker/model')\n```\n", {("huggingface.co", "use")}),
        ("```python\nm = Model.from_pretrained('./model')\n```\n", set()),
        ("```python\nread('s3://bucket/x.csv')\n```\n", {("aws", "use")}),
        ("```bash\nhelm repo add x https://weather.github.io/charts\n```\n", {("weather.github.io", "use")}),
        ("Post the summary to Slack.\n", {("slack", "optional")}),
        ("```bash\ngit clone --depth 1 https://github.com/frob/kit.git\n```\n", {("github", "alternative")}),
        ("```bash\ngit clone https://github.com/your-name/kit.git\n```\n", set()),
        ("```text\npip install git+https://gitlab.com/frob/kit\n```\n", {("gitlab", "alternative")}),
    ],
)
def test_services_by_what_is_done_with_them(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


def test_the_service_whose_key_a_variable_holds():
    place = Span("a.py", 0, 5, 1, 1)
    key = Sighting("env", "OPENAI_API_KEY", place, "script", "use", "environ")
    assert [(item.name, item.via) for item in behind([key])] == [("api.openai.com", "its key")]
    assert list(behind([Sighting("env", "FROBKIT_API_KEY", place, "script", "use", "environ")])) == []


def test_accounts_of_the_product_that_the_skill_is_about(tmp_path):
    head = "---\nname: frobkit-reports\ndescription: b\n---\n\n"
    body = "Connect your Frobkit account.\n\nOpen your Bank account.\n\nA Slack account helps.\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": head + body})
    assert [(name, manner) for _, name, manner, _ in found] == [("frobkit", "use"), ("slack", "optional")]


def test_a_long_row_of_products_in_the_description_is_no_subject(tmp_path):
    row = "Slack, Discord, Telegram, Notion, Trello, Asana, Jira and Airtable"
    head = f"---\nname: a\ndescription: Writes for {row}.\n---\n\n"
    assert sighted(tmp_path, sightings, {"SKILL.md": head + "| Slack | short texts |\n"}) == []
    short = "---\nname: a\ndescription: Slack and Notion.\n---\n\nSlack is a product.\n"
    found = sighted(tmp_path / "x", sightings, {"SKILL.md": short})
    assert [(name, manner) for _, name, manner, _ in found] == [("slack", "example")]


def test_products_that_a_heading_calls_code_after(tmp_path):
    body = "## BigQuery\n\n```python\nload(x)\n```\n\n## Redis\n\nWords.\n"
    assert names(tmp_path, sightings, body) == {("bigquery", "example")}


def test_the_database_that_a_text_with_sql_names(tmp_path):
    body = "PostgreSQL plans it so:\n\n```{}\nselect 1\n```\n"
    assert names(tmp_path, sightings, body.format("sql")) == {("postgres", "example")}
    assert names(tmp_path / "x", sightings, body.format("text")) == set()


def test_what_the_description_says_it_works_by(tmp_path):
    text = "---\nname: a\ndescription: Searches notes using Pinecone.\n---\n\nGo.\n"
    assert sighted(tmp_path, sightings, {"SKILL.md": text}) == [("service", "pinecone", "use", 3)]
