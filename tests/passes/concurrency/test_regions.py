from skillrt.passes.concurrency.regions import regions_of
from tests.passes.concurrency.sample import page

LOOP = "```python\nfor k in range(2, 9):\n    m = KMeans(k)\n    scores.append(m.score())\n```\n"


def kinds(text: str, *, prescribed: bool = True):
    return [(item.kind, item.span.line, item.span.end_line) for item in regions_of(page(text), prescribed=prescribed)]


def test_a_loop_has_its_lines_and_what_is_merged():
    (region,) = regions_of(page(f"# T\n\n{LOOP}"), prescribed=True)
    assert (region.kind, region.span.line, region.span.end_line) == ("data", 4, 6)
    assert region.merge == "in the order of the items: scores"


def test_in_a_reference_only_what_is_said_to_be_about_many():
    assert kinds(f"# T\n\n## Clustering\n\n{LOOP}", prescribed=False) == []
    assert kinds(f"# T\n\n## Multiple runs\n\n{LOOP}", prescribed=False) == [("data", 6, 8)]


def test_documents_in_a_list_behind_an_order_to_read_them():
    items = "- `references/a.md`\n- `references/b.md`\n"
    assert kinds(f"# T\n\nRead what is documented in:\n\n{items}") == [("instruction", 5, 6)]
    assert kinds(f"# T\n\nCreate these files:\n\n{items}") == []


def test_programs_that_work_on_several_items_themselves():
    assert kinds("# T\n\n```sh\nmake_all --jobs 4 a b\n```\n") == [("data", 4, 4)]
    assert kinds("# T\n\n```sh\nhydra -P words.txt host\n```\n") == []
    assert kinds("# T\n\n```sh\nfind . | xargs -P 4 gzip\n```\n") == [("data", 4, 4)]


def test_a_program_with_one_worker_does_one_after_the_other():
    for one in ("--threads=1", "--threads 1"):
        assert list(regions_of(page(f"# T\n\n```sh\nscan a {one}\n```\n"), prescribed=True)) == []
    assert len(list(regions_of(page("# T\n\n```sh\nscan a --threads=12\n```\n"), prescribed=True))) == 1


def test_what_the_heading_of_a_step_says():
    assert kinds("# T\n\n## 1. Score each file\n\nFrom A to F.\n") == [("data", 3, 3)]
    assert kinds("# T\n\n## 2. Spawn both sub-agents in parallel\n\nOne each.\n") == [("thread", 3, 3)]
    assert kinds("# T\n\n## 1. Score each file\n\nFrom A to F.\n", prescribed=False) == []
    assert kinds("# T\n\n## Scores of each file\n\nFrom A to F.\n") == []


def test_queries_that_only_look():
    code = "```sql\nSELECT a FROM b;\nSELECT c FROM d;\n```\n"
    assert kinds(f"# T\n\n## Health check\n\n{code}") == [("instruction", 6, 7)]
