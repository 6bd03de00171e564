import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.skeletons import is_skeleton


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Smoke-Test Script Skeleton", ""),
        ("Template", ""),
        ("Python template:", ""),
        ("Analysis", "Start from this boilerplate:"),
        ("Analysis", "Adapt the following Python template to your data:"),
    ],
)
def test_a_form_for_code(title: str, lead: str):
    assert is_skeleton(Snippet("python", "x", "", title, lead))


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Fill a template", ""),
        ("Scaffold a project", ""),
        ("Contracts", "Use the Word template to make a contract:"),
        ("Create a document from a template", "Reads the template and fills it."),
    ],
)
def test_a_job_with_a_template(title: str, lead: str):
    assert not is_skeleton(Snippet("python", "x", "", title, lead))
