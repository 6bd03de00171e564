from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.probing_parts.markup import document, rules


def test_a_tree():
    root, complaint = document("<ul class='a b'><li>one<li>two <b>x</b></ul><br><p>z")
    assert complaint == ""
    assert [one.tag for one in root.walk()] == ["", "ul", "li", "li", "b", "br", "p"]
    (items,) = (one for one in root.elements if one.tag == "ul")
    assert [item.text for item in items.elements] == ["one", "two x"]
    assert (items.get("CLASS"), items.elements[1].own_text) == ("a b", "two")


def test_tags_that_do_not_fit():
    assert document("</b>")[1] == "</b> ends nothing"
    assert document("<div>")[1] == "<div> is not ended"
    assert document("<div><b></div>")[1] == "<b> is not ended before </div>"
    assert "deeper" in document("<i>" * 9000)[1]


def test_rules_of_a_style_sheet():
    sheet = (
        "/* x { } */ @import 'a'; .a, b > .c { Color : RED; margin: 1px  2px }\n@media (max-width: 9px) { .a{x:y} }"
    )
    assert rules(sheet) == [
        ("", ".a", {"color": "red", "margin": "1px 2px"}),
        ("", "b > .c", {"color": "red", "margin": "1px 2px"}),
        ("@media (max-width: 9px)", ".a", {"x": "y"}),
    ]


@given(st.text(alphabet="<>/a\"'={};@!-&# ") | st.text())
def test_any_text_is_read(text):
    document(text)
    rules(text)
