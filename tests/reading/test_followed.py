import pytest

from skillrt.reading.followed import is_followed


@pytest.mark.parametrize("path", ["SKILL.md", "README.md", "references/license-checks/steps.md", "x/guide.md"])
def test_instructions(path):
    assert is_followed(path)


@pytest.mark.parametrize("path", ["LICENSE.md", "docs/CHANGELOG.md", "Licence-MIT.md", "CODE_OF_CONDUCT.md"])
def test_papers(path):
    assert not is_followed(path)
