import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining import literal_names as names


@pytest.mark.parametrize(
    "name", ["API_KEY", "githubToken", "SLACK_BOT_TOKEN", "password", "OPENAI_KEY", "client-secret"]
)
def test_names_of_secrets(name: str):
    assert names.is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["ISSUE_KEY", "page_token", "toTokenAddress", "max_tokens", "keyboard", "path", "monkey"]
)
def test_names_that_only_look_like_it(name: str):
    assert not names.is_secret_name(name)


@pytest.mark.parametrize("value", ["report.pdf", "data/in.csv", "./a b.txt", "archive.tar.gz", "../x.md", "clip.mp3"])
def test_files(value: str):
    assert names.is_file(value)


@pytest.mark.parametrize(
    "value", ["example.com", "1.2.3", "v2.0", "-o.x", "a/", "response.data", "me@host.org", ".", "hello"]
)
def test_no_files(value: str):
    assert not names.is_file(value)


@pytest.mark.parametrize(
    "value", ["YOUR_NAME", "your-project", "path/to/file", "/path/to/x.pdf", "ISSUE_ID", "FILE", "my-bucket"]
)
def test_placeholders(value: str):
    assert names.is_placeholder(value)


@pytest.mark.parametrize("value", ["HEAD", "POST", "main", "json", "report.pdf", "NODE_ENV"])
def test_no_placeholders(value: str):
    assert not names.is_placeholder(value)


def test_addresses():
    assert names.is_url("https://example.com/a?b=c")
    assert names.is_example_url("https://www.example.org/x")
    assert not names.is_example_url("https://api.service.dev/v1")
    assert not names.is_url("see https://x.y/ there")


@pytest.mark.parametrize(
    ("value", "written", "kind"),
    [
        ("a.csv", False, "input-file"),
        ("a.csv", True, "output-file"),
        ("https://a.b/c", False, "url"),
        ("12", False, "integer"),
        ("1.5", False, "number"),
        ("hello", False, "text"),
    ],
)
def test_kinds_by_form(value: str, written: bool, kind: str):
    assert names.kind_of(value, written=written) == kind


@pytest.mark.parametrize(
    ("name", "kind"), [("INPUT_FILE", "input-file"), ("OUTPUT_FILE", "text"), ("base_url", "url"), ("count", "text")]
)
def test_kinds_by_name(name: str, kind: str):
    assert names.name_kind(name) == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Page Size", "page_size"),
        ("chatID", "chat_id"),
        ("--dry-run", "dry_run"),
        ("2nd", "value_2nd"),
        ("", "value"),
        ("help", "help_value"),
        ("N8N_URL", "n8n_url"),
        ("größe", "gr_e"),
    ],
)
def test_names_of_options(text: str, name: str):
    assert names.option_name(text) == name


@given(text=st.text(max_size=200))
def test_a_name_is_always_an_identifier(text: str):
    name = names.option_name(text)
    assert name.isascii()
    assert name.isidentifier()
    assert len(name) <= 40


@pytest.mark.parametrize(
    ("text", "name"), [("YOUR_API_KEY", "api_key"), ("<file name>", "file_name"), ("path/to/report.pdf", "report")]
)
def test_names_of_placeholders(text: str, name: str):
    assert names.place_name(text) == name


def test_names_are_kept_apart():
    assert names.distinct("a", {"a", "a_2"}) == "a_3"


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Step 2: Merge the PDFs", "merge-pdfs"),
        ("Sort (fast)", "sort"),
        ("!!!", "x"),
        ("Workflow 3: Export", "export"),
    ],
)
def test_file_names_from_headings(title: str, stem: str):
    assert names.file_stem(title, "x") == stem
