from pathlib import Path

import pytest

from skillrt.contracts.finding.unasked import is_name_space
from tests.contracts.locking import facts_of, named, skill


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ('SF_NS = "http://soap.acme.io/api"', True),
        ('ns = {"sf": "http://soap.acme.io/api"}', True),
        ('tree.find("{http://soap.acme.io/api}object")', True),
        ('<a xmlns:x="http://soap.acme.io/api">', True),
        ('get("http://soap.acme.io/2006/04/metadata")', True),
        ('get("http://soap.acme.io/schemas/2019/")', True),
        ('get("https://api.acme.io/2006/04/metadata")', False),
        ('DNS = "https://api.acme.io/x"', False),
        ('columns = {"a": "https://api.acme.io/x"}', False),
    ],
)
def test_a_name_space_is_no_host(line: str, is_one: bool):
    start = line.index("http")
    end = next(at for at in range(start, len(line)) if line[at] in "\"}'>")
    assert is_name_space(line, start, end) is is_one


def test_what_a_docstring_refers_to_is_no_host_of_the_code(tmp_path: Path):
    code = (
        '"""Rules.\n\nRefs:\n  https://docs.somewhere.io/page\n"""\n\n\ndef load():\n    """See https://other.somewhere.io."""\n'
        '    return get("""https://api.weather.io/v1""")\n'
    )
    files: dict[str, str | bytes] = {"SKILL.md": skill("Run `scripts/a.py`."), "scripts/a.py": code}
    assert named(facts_of(tmp_path, files), "host") == ["api.weather.io"]
