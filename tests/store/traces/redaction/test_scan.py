import json
import string
from itertools import pairwise

import pytest

from skillrt.store.traces.redaction.scan import find_secrets
from tests.growth import require_proportion

# made up, in the form of the real ones; put together here so that no scanner takes them for real
LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zC0f"
KEYS = [
    "sk-ant-" + "api03-" + LETTERS,
    "sk-" + "proj-" + LETTERS,
    "ghp" + "_" + LETTERS + "Ab12",
    "github" + "_pat_" + LETTERS,
    "AKIA" + "Q3EGRVCV7HMZ2T5K",
    "AIza" + LETTERS + "_-x",
    "xox" + "b-1234567890-" + LETTERS,
    "hf" + "_" + LETTERS,
    "glpat" + "-" + LETTERS,
    "sk_" + "live_" + LETTERS,
    "SG" + "." + LETTERS + "." + LETTERS,
    "npm" + "_" + LETTERS + "abcde",
    "ya29" + "." + LETTERS,
    "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + LETTERS,
]
PEM_LINES = [
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
    "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu",
]
BEGIN, END = "-----BEGIN PRIVATE" + " KEY-----", "-----END PRIVATE" + " KEY-----"


def found(text: str) -> list[str]:
    data = text.encode()
    return [data[hit.start : hit.end].decode() for hit in find_secrets(data)]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:5])
@pytest.mark.parametrize("around", ["{}", "the key is {}.", '{{"a":"{}"}}', "a\\n{}\\n", "x={}&y=1", "→{}", "'{}'"])
def test_known_formats_are_found_wherever_they_stand(key: str, around: str):
    assert any(key in item or item.rstrip(".") == key for item in found(around.format(key)))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:5])
def test_a_format_inside_a_word_is_none(key: str):
    if key[0].isalnum():
        assert found(f"abc{key[:7]}") == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("export DB_PASSWORD=hunter2", "hunter2"),
        ("DB_PASSWORD=correct horse battery\nHOME=/home/u\n", "correct horse battery"),
        ("A=1\nSTRIPE_SECRET=a;b&c d\n", "a;b&c d"),
        ("MY_TOKEN='abc def'", "abc def"),
        ('MY_TOKEN="a\\"b c"', 'a\\"b c'),
        ('{"api_key": "plainvalue"}', "plainvalue"),
        ('{"apiKey":"plainvalue"}', "plainvalue"),
        ('{\\"DB_PASSWORD\\": \\"two words\\"}', "two words"),
        ('{\\\\\\"DB_PASSWORD\\\\\\": \\\\\\"two words\\\\\\"}', "two words"),
        ('{\\"DB_PASSWORD\\": \\"a\\\\\\"b\\"}', 'a\\\\\\"b'),
        ("api_key: zxcvb12345", "zxcvb12345"),
        ("password: swordfish", "swordfish"),
        ("  SERVICE_KEY : 'x y z'", "x y z"),
        ("os.environ['APP_SECRET'] = 'not-so-secret'", "not-so-secret"),
        ("os.environ.setdefault('APP_SECRET', 'not-so-secret')", "not-so-secret"),
        ("tool --api-key abc123def --verbose", "abc123def"),
        ("tool --password=letmein", "letmein"),
        ("<password>letmein</password>", "letmein"),
        ("| APP_TOKEN | `abcd1234` |", "abcd1234"),
        ("ENV APP_TOKEN abcd1234", "abcd1234"),
        ("machine h login me password letmein", "letmein"),
        ("- name: APP_TOKEN\n  value: abcd1234", "abcd1234"),
        ('{"name": "APP_TOKEN", "value": "abcd"}', "abcd"),
        ("Authorization: Bearer abc.def-123", "abc.def-123"),
        ("curl -H 'Authorization: Basic dXNlcjpwYXNz' x", "dXNlcjpwYXNz"),
        ('curl -u me:letmein "x"', "letmein"),
        ("X-Api-Key: abc12345", "abc12345"),
        ("Set-Cookie: sid=abcdefgh123; Path=/", "sid=abcdefgh123; Path=/"),
        ("postgres://me:pa55w0rd@db/x", "pa55w0rd"),
        ("https://h/x?key=abc123&y=1", "abc123"),
        ("https://h/x?y=1&access_token=abc123", "abc123"),
        ("$env:API_KEY = 'abcd1234'", "abcd1234"),
        ("api_key = \"sekrit-value\"", "sekrit-value"),
        ("password='passw0rd', host='h'", "passw0rd"),
        ("echo\\nexport A_TOKEN=abcd1234\\necho", "abcd1234"),
        ("PASSWORD_PROD=abcd", "abcd"),
        ("API_KEY_2=abcd1234", "abcd1234"),
    ],
)  # fmt: skip
def test_values_are_found_by_their_names(text: str, secret: str):
    assert found(text) == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "max_tokens=4096", '{"max_output_tokens": 100}', "sort_key = 'amount'", "key: name", '{"key": "the amount"}',
        "for key, value in rows.items():", "API_KEY=$OTHER", "api_key = os.environ['API_KEY']", "token = get_token()",
        "password: string", '"password": {"type": "string"}', "API_KEY=<your key>", "export TOKEN=${TOKEN}",
        "token: str = None", "def f(password: str, secret: bool)", "the secret: patience", "tokens: 12",
        "api_key=None",
        "https://example.org/a:b@c", "user:password@host", "risk-assessment-of-long-hyphenated-words",
        "if token == next_token:", "primary_key: true", "API_KEY=[secret:key:0a1b2c]",
        "basic tools", "monkey=12345678",
        "sk-", "https://h/x?page=2&size=10", "cookie: a small cake", "keyboard: qwerty", "secrets:\n  - db",
        "headers: {Authorization: `Bearer ${token}`}", "api_key=settings.api_key", "AKIA", "password=password",
    ],
)  # fmt: skip
def test_what_is_no_secret_stays(text: str):
    assert found(text) == []


@pytest.mark.parametrize("form", ["{}", "     1→{}", "key.pem:{}"])
@pytest.mark.parametrize("whole", [True, False])
def test_private_keys_whole_cut_short_and_numbered(form: str, whole: bool):
    lines = [form.format(line) for line in (BEGIN, *PEM_LINES, *((END,) if whole else ()))]
    for text in ("\n".join(lines) + "\nafter words\n", json.dumps("\n".join(lines))):
        (secret,) = found(text)
        assert all(line in secret for line in PEM_LINES)
        assert "after" not in secret


def test_no_secret_goes_across_two_texts():
    assert found("API_KEY=\x00harmless") == []
    assert all("\x00" not in item for item in found(f"{BEGIN}\x00{PEM_LINES[0]}"))


def test_a_value_that_is_known_is_found_alone():
    data = b"it says zanzibar-77 here, and zanzibar-77"
    assert [hit.start for hit in find_secrets(data, [(b"zanzibar-77", "x")])] == [8, 30]


def test_hits_are_in_order_and_do_not_overlap():
    data = f"API_KEY={KEYS[0]} Authorization: Bearer {KEYS[1]} https://a:{KEYS[2]}@h".encode()
    hits = find_secrets(data)
    assert len(hits) == 3
    assert all(first.end <= second.start for first, second in pairwise(hits))


@pytest.mark.parametrize(
    "unit",
    [
        "key=",
        "API_KEY='",
        "-----BEGIN ",
        "password: \\",
        "eyJ",
        "://a:",
        "sk-",
        "token\n",
        "&key=",
        "curl -u ",
        "\"'`",
        "The token budget of each key step is small: read `scripts/fold_paper.py`, then ask. ",
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(unit: str):
    require_proportion(lambda size: find_secrets((unit * size)[:size].encode()), 50_000)


def test_any_bytes_are_survived():
    for byte in range(256):
        find_secrets(b"API_KEY=" + bytes([byte]) * 20 + string.printable.encode())
