import tomllib
from importlib import resources

import pytest

from skillrt.environment.finding.scene import Scene
from skillrt.environment.implied import implied, said_in, what_is_said
from skillrt.environment.sighting import Sighting
from skillrt.errors import Span
from tests.skills import module_of

HEAD = "---\nname: a\ndescription: Does it.\n---\n\n"


def sighting(name, manner="use", file="SKILL.md", kind="python"):
    return Sighting(kind, name, Span(file, 0, 5, 1, 1), "main", manner, "import", "b1")


def implied_by(name, code="", **more):
    return {(x.kind, x.name, x.manner) for x in implied([sighting(name, **more)], {"SKILL.md": what_is_said(code)})}


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("pdf2image", "", {("system", "pdftoppm", "use")}),
        ("pytesseract", "", {("system", "tesseract", "use")}),
        ("pandas", "df.describe()", set()),
        ("pandas", "df.to_excel('a.xlsx')", {("python", "openpyxl", "use")}),
        ("pandas", "pd.read_parquet(path)", {("python", "pyarrow", "use")}),
        (
            "pandas",
            "ExcelWriter(p, engine='xlsxwriter')",
            {("python", "openpyxl", "use"), ("python", "xlsxwriter", "use")},
        ),
        ("polars", "df.to_excel('a.xlsx')", set()),
        ("pytest", "pytest --cov=app -q", {("python", "pytest-cov", "use")}),
        ("pytest", "@pytest.mark.asyncio\nasync def test(): ...", {("python", "pytest-asyncio", "use")}),
        ("pytest", "pytest --coverage x.mark.asyncio", set()),
        ("playwright", "", {("system", "chromium", "alternative")}),
        ("openai", "client = OpenAI()", {("env", "OPENAI_API_KEY", "use")}),
        ("openai", "OpenAI(\n  api_key=key,\n  base_url=url,\n)", set()),
        ("openai", "OpenAI(api_key=key)\nOpenAI(base_url=url)", {("env", "OPENAI_API_KEY", "use")}),
        ("openai", "except openai.APIError:", set()),
        ("pydantic", "email: EmailStr", {("python", "email-validator", "use")}),
        ("nobody-knows-this", "to_excel()", set()),
    ],
)
def test_what_a_package_brings_with_it(name, code, expected):
    assert implied_by(name, code) == expected


def test_the_manner_is_that_of_the_need_behind():
    assert implied_by("pdf2image", manner="guarded") == {
        ("system", "pdftoppm", "guarded"),
    }
    assert implied_by("playwright", manner="example") == {("system", "chromium", "example")}


def test_what_is_called_in_another_file_does_not_count():
    found = implied([sighting("pandas", file="a.py")], {"b.py": what_is_said("df.to_excel(p)")})
    assert list(found) == []


def test_a_place_is_named_once_and_says_for_what():
    found = list(implied([sighting("pydub"), sighting("pydub")], {}))
    assert [(item.name, item.via, item.block) for item in found] == [("ffmpeg", "needed by pydub", "b1")]


def test_what_only_helps_adds_nothing_to_what_is_seen_anyway():
    both = [sighting("playwright"), sighting("chromium", kind="system")]
    assert list(implied(both, {})) == []


def test_calls_are_gathered_by_file(tmp_path):
    body = "Do:\n\n```python\ndf.to_excel(p, engine='xlsxwriter')\n```\n"
    module = module_of(tmp_path, {"SKILL.md": HEAD + body, "scripts/x.py": "import a\na.read_html(1)\n"})
    said = said_in(Scene(module))
    assert "to_excel" in said["SKILL.md"].called
    assert said["SKILL.md"].quoted == {"xlsxwriter"}
    assert said["scripts/x.py"].called == {"read_html"}


def test_each_row_has_a_source_and_names_needs():
    source = resources.files("skillrt.environment") / "data" / "implied.toml"
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["implied"]
    assert len(rows) >= 60
    for row in rows:
        assert row["source"], row
        targets = [row["when"], *row.get("needs", ()), *row.get("may", ())]
        assert len(targets) > 1, row
        assert all(target.partition(":")[0] in {"python", "node", "system", "env"} for target in targets), row


def test_beginnings_of_addresses_are_said():
    assert {"s3://", "gs://"} <= what_is_said("read('s3://a/b'), gs://x, https://y").quoted
    assert "https://" not in what_is_said("https://y").quoted
