from skillrt.primitives.gen_code_html.chart import chart, chart_wrong
from skillrt.primitives.probing_parts.drawing import draws
from skillrt.primitives.probing_parts.markup import document


def test_each_part_is_looked_at():
    _, made, page, _ = chart(draws("test", "L3", "x"))
    assert chart_wrong(document(page)[0], made) == ""
    for old, new, why in (
        ('lang="en"', "", "in English"),
        ("device-width", "300", "small screens"),
        ('role="img"', "", "no image"),
        ("<rect ", '<rect transform="none" data-', "the bars"),
        ("middle", "start", "the labels"),
        ("<section", "<article", "sections"),
        ("display: grid", "display: flex", "equal columns"),
        (f"max-width: {made.below}px", "max-width: 1px", "one column"),
        ("<svg", "<svg></svg><svg", "one drawing"),
    ):
        assert why in chart_wrong(document(page.replace(old, new))[0], made), old
