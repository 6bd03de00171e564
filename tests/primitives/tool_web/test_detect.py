from tests.primitives.asking import level

NAME = "tool.web"


def test_text_that_asks_the_web(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nSearch the web for the current price.\n") == "L2"


def test_a_tool_of_a_harness_counts_in_the_text_but_not_where_it_is_allowed(tmp_path):
    assert level(tmp_path / "text", NAME, "# S\n\nUse WebSearch to check it.\n") == "L2"
    assert level(tmp_path / "front", NAME, "# S\n\nThink.\n", "Says something.\nallowed-tools: WebFetch") == "-"


def test_interfaces_with_keys_and_pages_are_l3(tmp_path):
    request = "```\nGET https://rows.example/api?page=1\n```\n\nThen:\n\n"
    text = "# S\n\nSend the API key. Follow the pagination. Mind the rate limit.\n\n" + request * 4
    assert level(tmp_path, NAME, text) == "L3"


def test_code_that_asks_the_web_is_not_the_agent(tmp_path):
    code = '```python\nimport requests\nrequests.get("https://rows.example")\n```\n'
    assert level(tmp_path, NAME, f"# S\n\nThe REST API is documented on the website.\n\n{code}") == "-"
