import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.resolve import Resolver, Surroundings, plain

PATHS = frozenset(
    {
        "SKILL.md",
        "README.md",
        "forms.md",
        "scripts/x.py",
        "scripts/lib/y.py",
        "references/Guide.md",
        "references/a/b.md",
    }
)
TREE = Tree(PATHS, frozenset({"pdf", "pdf-tools"}))
RESOLVER = Resolver(
    TREE,
    {"other": frozenset({"SKILL.md", "a.md"})},
    Surroundings(frozenset({"s/pdf/deep/SKILL.md", "s/notes.md"}), "s/pdf"),
)


@pytest.mark.parametrize(
    ("written", "folder", "how", "target"),
    [
        ("scripts/x.py", "", "as-written", "scripts/x.py"),
        ("./scripts/x.py", "references", "as-written", "scripts/x.py"),
        ("a/b.md", "references", "as-written", "references/a/b.md"),
        ("../forms.md", "references", "as-written", "forms.md"),
        ("scripts\\x.py:12", "", "as-written", "scripts/x.py"),
        ("scripts/", "", "as-written", "scripts/"),
        ("${CLAUDE_SKILL_DIR}/scripts/x.py", "", "anchored", "scripts/x.py"),
        ("{baseDir}/forms.md", "references", "anchored", "forms.md"),
        ("<path-to-skill>/scripts/x.py", "", "anchored", "scripts/x.py"),
        ("$SKILL_DIR/scripts/x.py", "", "anchored", "scripts/x.py"),
        ("SKILL_PATH/scripts/x.py", "", "anchored", "scripts/x.py"),
        ("~/.claude/skills/pdf/forms.md", "", "anchored", "forms.md"),
        (".github/skills/pdf-tools/forms.md", "", "anchored", "forms.md"),
        ("/mnt/skills/public/pdf/forms.md", "", "anchored", "forms.md"),
        ("@/usr/lib/skills/pdf/forms.md", "", "anchored", "forms.md"),
        ("${CLAUDE_PLUGIN_ROOT}/skills/pdf/forms.md", "", "anchored", "forms.md"),
        ("skills/pdf/scripts/x.py", "", "wrong-folder", "scripts/x.py"),
        ("pdf/scripts/x.py", "", "wrong-folder", "scripts/x.py"),
        ("skills/old-name/scripts/x.py", "", "wrong-folder", "scripts/x.py"),
        ("docs/b.md", "", "wrong-folder", "references/a/b.md"),
        ("b.md", "", "by-name", "references/a/b.md"),
        ("references/guide.md", "", "wrong-case", "references/Guide.md"),
        ("guide.md", "references", "wrong-case", "references/Guide.md"),
        ("scripts/x", "", "missing-suffix", "scripts/x.py"),
        ("../other/a.md", "", "sibling", "../other/a.md"),
        ("skills/other/a.md", "", "sibling", "../other/a.md"),
        ("../other/none.md", "", "outside", None),
        ("skills/another/a.md", "", "outside", None),
        ("../../x.md", "", "outside", None),
        ("deep/SKILL.md", "", "sibling", "deep/SKILL.md"),
        ("../notes.md", "", "sibling", "../notes.md"),
        ("more/README.md", "", "none", None),
        ("~/.claude/skills/pdf/none.sh", "", "none", None),
        ("references/none.md", "", "none", None),
        ("/etc/x.conf", "", "none", None),
        ("", "", "none", None),
    ],
)
def test_paths(written: str, folder: str, how: str, target: str | None):
    found = RESOLVER.find(written, folder)
    assert (found.how, found.target) == (how, target)


def test_links_are_decoded_and_lose_their_fragment():
    assert RESOLVER.find("scripts/x%2Epy?raw=1#top", "", link=True).target == "scripts/x.py"
    assert RESOLVER.find("b.md", "", link=True).how == "wrong-folder"
    assert plain("https://host/x.md", link=True) == ""


def test_mine_is_what_names_this_skill():
    assert RESOLVER.find("~/.claude/skills/pdf/none.sh", "").mine
    assert RESOLVER.find("{baseDir}/none.sh", "").mine
    assert not RESOLVER.find("references/none.md", "").mine


def test_the_mend_is_written_as_it_was_begun():
    assert RESOLVER.find("{baseDir}/scripts/X.py", "").fixed == "{baseDir}/scripts/x.py"
    assert RESOLVER.find("skills/pdf/scripts/x.py", "").fixed == "scripts/x.py"
    assert RESOLVER.find("b.md", "references", link=True).fixed == "a/b.md"


@given(st.text(alphabet="ab./~{}$<>skilPDF\\-%#: ", max_size=40), st.sampled_from(["", "references", "references/a"]))
def test_any_text_resolves_inside_the_skill_or_not_at_all(written: str, folder: str):
    found = RESOLVER.find(written, folder)
    if found.target and found.how != "sibling":
        assert found.target.rstrip("/") in PATHS | TREE.folders


def test_a_folder_of_the_tree_is_there_where_files_lie_below_it():
    around = Surroundings(frozenset({"skills/pdf/SKILL.md", "skills/deep/a/b.md"}), "")
    assert [around.holds(path) for path in ("skills/", "skills/deep/a", "skills/none", "skill")] == [
        True, True, False, False,
    ]  # fmt: skip
