from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.finding.node_files import read_package_json
from skillrt.environment.package_spec import PackageSpec
from skillrt.environment.requirement_line import Refused


def test_what_a_package_json_declares():
    text = """{
  "name": "x",
  "dependencies": { "a": "^1", "b": "git+https://x.invalid/b", "own": "file:./own" },
  "devDependencies": { "c": "*" },
  "peerDependencies": { "d": 3 }
}"""
    found = list(read_package_json(text))
    assert [(item.line, item.optional) for item in found] == [(3, False), (3, False), (4, True)]
    assert found[0].what == PackageSpec("a", "^1")
    assert isinstance(found[1].what, Refused)
    assert found[2].what == PackageSpec("c")


@given(st.text(alphabet='{}[]":,dependencies1', max_size=60))
def test_no_text_crashes(text):
    list(read_package_json(text))
    list(read_package_json('{"dependencies": ' + text + "}"))
