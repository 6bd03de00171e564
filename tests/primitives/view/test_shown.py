from skillrt.primitives.view.shown import code_evidence, highest, named_tools, shown, written
from tests.primitives.asking import view_of

LANGUAGES = frozenset({"python"})


def block(lines, language="python"):
    return f"```{language}\n" + "print(1)\n" * lines + "```\n"


def weights(view):
    fences = shown(view, LANGUAGES)
    return [round(item.weight, 3) for item in code_evidence(view, fences, [1] * len(fences), "why")]


def test_blocks_by_normal_name_and_as_written(tmp_path):
    view = view_of(tmp_path, f"# S\n\n{block(1)}\nThen:\n\n{block(1, 'hcl')}\nThen:\n\n{block(1, 'py')}")
    assert len(shown(view, LANGUAGES)) == 2
    assert [written(fence) for fence in shown(view, frozenset({"hcl"}))] == ["hcl"]


def test_wrong_code_is_not_shown(tmp_path):
    assert shown(view_of(tmp_path, f"# S\n\nNever do this:\n\n{block(3)}"), LANGUAGES) == ()


def test_code_weighs_by_its_lines(tmp_path):
    assert weights(view_of(tmp_path, f"# S\n\n{block(4)}\nThen:\n\n{block(30)}")) == [0.5, 1.0]


def test_code_elsewhere_counts_where_there_is_much_of_it(tmp_path):
    much = {"references__a_md": block(10)}
    assert weights(view_of(tmp_path / "much", "# S\n\nSee `references/a.md`.\n", **much)) == [0.25]
    little = {"references__a_md": "Words. " * 900 + "\n\n" + block(10)}
    assert weights(view_of(tmp_path / "little", "# S\n\nSee `references/a.md`.\n", **little)) == []


def test_the_highest_level():
    assert (highest([]), highest([1, 3, 2])) == ("L1", "L3")


def test_a_list_of_frameworks_weighs_half_unless_the_skill_is_about_them(tmp_path):
    text = "# S\n\n- Django\n- Flask\n- Celery\n- pytest\n- mypy\n"
    for about, wanted in (("Says something.", 0.5), ("Build with Django.", 1.0)):
        found = named_tools(view_of(tmp_path / about[:4], text, about), "gen.code.python", "why")
        assert round(sum(item.weight for item in found), 3) == wanted
