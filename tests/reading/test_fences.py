import pytest

from skillrt.reading.fences import fences_of, is_torn
from skillrt.reading.sections import sections_of
from tests.primitives.asking import view_of
from tests.skills import module_of


def fences(folder, text):
    document = module_of(folder / "s", {"SKILL.md": text}).documents[0]
    return [fence for section in sections_of(document) for fence in fences_of(section)]


@pytest.mark.parametrize(
    ("block", "role", "language"),
    [
        ("```python\nprint(1)\n```", "code", "python"),
        ("```\nimport os\nprint(os.sep)\n```", "code", "python"),
        ("```bash\ngit status\n```", "commands", "shell"),
        ('```json\n{"a": 1}\n```', "data", "json"),
        ("```\nDear <name>,\n```", "form", ""),
        ("```\na/\n├── b\n```", "drawing", ""),
        ("```python\n# ❌ BAD\nx = 1\n```", "wrong", "python"),
        ("```python\n# BROKEN for all\nx = 1\n```", "wrong", "python"),
        ("```bash\n# Create it if they don't exist\nmake x\n```", "commands", "shell"),
    ],
)
def test_what_a_block_is_for(tmp_path, block, role, language):
    (found,) = fences(tmp_path, f"# T\n\nText.\n\n{block}\n")
    assert (found.role, found.language) == (role, language)


def test_the_lead_is_the_sentence_before(tmp_path):
    (found,) = fences(tmp_path, "# T\n\nFirst. Then do this:\n\n```python\nx = 1\n```\n")
    assert found.lead is not None
    assert found.lead.text == "Then do this:"
    assert found.lines == 1


def test_a_block_in_an_unknown_language_is_code_and_not_guessed_at(tmp_path):
    (fence,) = view_of(tmp_path, '# S\n\n```hcl\nprint("a")\n```\n').fences
    assert (fence.language, fence.role) == ("", "code")


def test_a_list_of_advice_is_no_code(tmp_path):
    (fence,) = view_of(tmp_path, "# S\n\n```javascript\n- Use short words\n- Sort the rows\n```\n").fences
    assert fence.role == "form"


def test_a_fence_that_the_end_of_an_inner_one_closed_tears_the_rest(tmp_path):
    inner = "Setup:\n```bash\nmake\n```\n\n## Part of the sample\n\n```\n"
    for number, (text, torn) in enumerate(
        (
            (f"# T\n\n```\n## Report\n\n{inner}", True),
            (f"# T\n\n````\n## Report\n\n{inner}````\n", False),
            ("# T\n\n```bash\nmake\n```\n\n```\nmake\n```\n", False),
            ("# T\n\n```sh\necho '``` marks a fence'\n```\n", False),
        )
    ):
        document = module_of(tmp_path / str(number), {"SKILL.md": text}).documents[0]
        assert any(map(is_torn, document.leaves())) is torn, text
