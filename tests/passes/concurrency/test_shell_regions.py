from skillrt.passes.concurrency.shell_regions import commands_at_once
from skillrt.reading.fences import fences_of
from tests.passes.concurrency.sample import page


def regions(code: str, title: str = "Validate", *, in_step: bool = False):
    section = page(f"# T\n\n## {title}\n\n```bash\n{code}\n```\n").sections[-1]
    return [item for fence in fences_of(section) for item in commands_at_once(fence, section, in_step=in_step)]


def found(code: str, title: str = "Validate", *, in_step: bool = False):
    return [(item.kind, item.width) for item in regions(code, title, in_step=in_step)]


def test_commands_that_only_look():
    assert found("helm lint a/\nhelm template a/") == [("instruction", 2)]
    assert found("ruff check .\nmypy src\npytest") == [("instruction", 3)]
    assert found("BASE=$(git rev-parse main)\nHEAD=$(git rev-parse HEAD)") == [("instruction", 4)]


def test_commands_that_do_more_or_use_each_other():
    assert found("helm lint a/\nhelm install b a/") == []
    assert found("pytest\nnpm test") == []
    assert found("git log | grep x") == []
    assert found("ls a.yaml || ls b.yaml") == []
    assert found("A=$(git log)\necho $A\ngit status") == []
    assert found("# Option A\ngit log\n# or\ngit status") == []
    assert found('curl -s https://a.example -H "Bearer $(cat key)"') == []


def test_where_nothing_says_that_it_is_a_check_it_is_a_list_of_commands():
    assert found("git log\ngit status", "Commands") == []
    part = "# Check the state\ngit log\ngit status\n\n# Save\ngit commit -m a"
    assert found(part, "Commands") == [("instruction", 2)]


def test_in_a_step_the_commands_are_all_to_be_run():
    assert found("git log\ngit status", "Commands", in_step=True) == [("instruction", 2)]
    assert found("git log | head -3\ngit status | sort", "Commands", in_step=True) == [("instruction", 2)]
    assert found("git log && git push", "Commands", in_step=True) == []
    tell = "ls a 2>/dev/null && echo there || echo none\nls b 2>/dev/null || echo none"
    assert found(tell, "Commands", in_step=True) == [("instruction", 2)]


def test_a_menu_is_not_run_as_a_whole():
    assert found("tool status\ntool status -a", in_step=True) == []
    assert found("curl https://a.example/b?c=1\ncurl https://a.example/b?c=2", in_step=True) == []
    assert found("# Rust projects\ncargo tree\n# Go projects\ngo list", in_step=True) == []
    assert found("gh run list\ngh run view <run-id>", in_step=True) == []
    assert found("for a in b c; do\n  ls $a\n  cat $a/d\ndone", in_step=True) == []


def test_what_and_or_joins_is_one():
    assert found("which a && a --version\n", in_step=True) == []
    (region,) = regions("which a && a --version\nls b |\n  wc -l &&\n  cat b\ngit status\n", in_step=True)
    assert (region.width, region.reason.partition(":")[0]) == (3, "which a, ls b, git status")


def test_the_reason_names_commands_by_what_they_are_given():
    code = 'dig TXT a.example\ndig TXT b.example\ncurl -s https://a.example\nrg -n "a b" src\n'
    (region,) = regions(code, in_step=True)
    assert region.reason.partition(": they")[0] == 'dig TXT (2), curl -s https://a.example, rg -n "a b"'


def test_loops_in_which_each_item_has_its_own_output():
    assert found('for f in *.wav; do ffmpeg -i "$f" "${f%.wav}.mp3"; done', "Convert") == [("data", 0)]
    assert found('for f in a b; do cp "$f" "$f.bak"; done', "Convert") == [("data", 2)]
    assert found('for f in *.wav; do cat "$f" >> all.txt; done', "Convert") == []
    assert found("for i in $(seq 3); do cp $i $i.bak; done", "Convert") == []
    assert found('for f in *; do git add "$f"; done', "Convert") == []
