from skillrt.errors import Severity
from skillrt.passes.base import PassContext
from tests.passes.linked import linked

HOMES = {"lib/sample": "sample", "lib/sample/in": "sample-in", "lib/group/other": "other", "lib/near": "near"}
TREE = frozenset(
    (
        *("lib/sample/SKILL.md", "lib/sample/in/SKILL.md", "lib/sample/alone/SKILL.md"),
        *("lib/group/other/SKILL.md", "lib/group/other/a b.md", "lib/near/SKILL.md", "lib/notes.md"),
    )
)


def after(text: str, document: str = "SKILL.md") -> str:
    context = PassContext(tree=TREE, place="lib/sample", homes=HOMES)
    found = linked(text, ctx=context, document=document).document(document)
    return found.text.split("---\n")[-1] if found else ""


def test_a_skill_in_a_skill_lies_beside_it():
    assert after("See [in](in/SKILL.md#top) and `in/SKILL.md`.\n") == (
        "See [in](../sample-in/SKILL.md#top) and `../sample-in/SKILL.md`.\n"
    )


def test_so_does_one_of_another_folder():
    text = "See [other](../group/other/SKILL.md) and [more](../group/other/a%20b.md).\n"
    assert after(text) == "See [other](../other/SKILL.md) and [more](../other/a%20b.md).\n"
    assert after("See [other](../../group/other/SKILL.md).\n", "references/new.md") == (
        "See [other](../../other/SKILL.md).\n"
    )


def test_what_stays_as_it_is():
    for text in (
        "See [near](../near/SKILL.md).\n",
        "See [notes](../notes.md).\n",
        "See [alone](alone/SKILL.md).\n",
        "```bash\ncat in/SKILL.md\n```\n",
    ):
        assert after(text) == text


def test_paths_into_skills_of_the_folder_that_lead_nowhere_are_told():
    text = "See [in](in/SKILL.md) and [bad](bad/SKILL.md).\n\n```bash\ncat in/SKILL.md\n```\n"
    context = PassContext(
        tree=TREE | {"lib/sample/bad/SKILL.md"}, place="lib/sample", homes={**HOMES, "lib/sample/bad": ""}
    )
    after = linked(text, ctx=context)
    told = [item for item in after.diagnostics if item.code == "link.other-skill"]
    assert [item.severity for item in told] == [Severity.NOTE, Severity.WARNING, Severity.WARNING]
    assert "`bad/SKILL.md` is a file of the skill in `bad`" in told[1].message
    assert "`in/SKILL.md` is a file" in told[2].message
    assert "[bad](bad/SKILL.md)" in after.documents[0].text


def test_without_variants_nothing_is_moved():
    text = "See [in](in/SKILL.md).\n"
    found = linked(text, ctx=PassContext(tree=TREE, place="lib/sample")).document("SKILL.md")
    assert found
    assert found.text.endswith(text)
