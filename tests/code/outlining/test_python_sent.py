import ast

from skillrt.code.outlining.python_sent import sends_sample
from tests.code.outlining.blocks import only_program, rule_of

TAGS = "data = {'folder_id': 'root', 'tags': 'a,b'}\nprint(requests.post('https://api.host.dev/v1/up', data=data))"


def test_what_is_sent_has_no_default():
    call = "requests.post('https://api.host.dev/v1/find', json={'query': 'cats', 'limit': 5})"
    text = f"import requests\nprint({call}.text)"
    assert [(item.name, item.required) for item in only_program(text).inputs] == [
        ("query", True),
        ("limit", True),
        ("url", False),
    ]
    reads = "import requests\nprint(requests.get('https://api.host.dev/v1/find', params={'query': 'cats'}).text)"
    assert not any(item.required for item in only_program(reads).inputs)


def test_the_address_of_a_thing_of_the_example_has_to_be_given():
    text = "import requests\nprint(requests.post('https://api.host.dev/v1/rooms/12345/open', timeout=9).text)"
    assert [(item.name, item.required) for item in only_program(text).inputs][:1] == [("url", True)]


def test_what_is_sent_is_not_built_in():
    assert sends_sample(ast.parse(TAGS).body, ())
    assert not sends_sample(ast.parse("h = {'a': 'b'}\nrequests.post(url, headers=h, json={'type': 'x'})").body, ())
    assert rule_of(f"import requests\n{TAGS}") == "frozen-example"
