import ast

import pytest

from skillrt.code.outlining.python_secrets import find_secret
from skillrt.code.outlining.python_uses import Uses


def secrets(text: str) -> list[tuple[str, str]]:
    tree = ast.parse(text)
    uses = Uses(tree.body)
    found = [find_secret(node, uses) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [(item.name, item.prefix) for item in found if item]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("api_key = 'YOUR_API_KEY'", [("API_KEY", "")]),
        ("api_key = 'abc123'", [("API_KEY", "")]),
        ("h = {'Authorization': 'Bearer YOUR_TOKEN'}", [("TOKEN", "Bearer ")]),
        ("h = {'X-API-Key': 'your-api-key-here'}", [("API_KEY", "")]),
        ("from openai import OpenAI\nc = OpenAI(api_key='sk-123')", [("OPENAI_API_KEY", "")]),
        ("from acme import Client\nc = Client(api_key='your-api-key')", [("ACME_API_KEY", "")]),
        ("from acme import Client\nc = Client('<your token>')", [("ACME_TOKEN", "")]),
        ("os.environ['HF_TOKEN'] = 'hf_xxx'", [("HF_TOKEN", "")]),
        ("w.encrypt('abc', 'def')", [("USER_PASSWORD", ""), ("OWNER_PASSWORD", "")]),
        ("x = f(client_secret='your_client_secret')", [("CLIENT_SECRET", "")]),
        ("os.getenv('API_KEY')", []),
        ("os.environ.get('OPENAI_API_KEY')", []),
        ("os.environ['API_KEY']", []),
        ("max_tokens = '5'", []),
        ("pad_token = '[PAD]'", []),
        ("x = 'key'", []),
        ("d = {'api_key': x}", []),
        ("print('Set your API key first')", []),
        ("if x == 'YOUR_API_KEY': pass", []),
    ],
)
def test_what_is_secret(text: str, expected: list[tuple[str, str]]):
    assert secrets(text) == expected
