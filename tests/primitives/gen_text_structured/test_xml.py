import re

from skillrt.primitives.gen_text_structured.xml import notes, write, xml_wrong
from skillrt.primitives.probing_parts.drawing import draws

WANTED = ("a", {"x": "1"}, "", (("b", {}, "5 < 6 & 7", ()),))


def test_what_is_written_is_right():
    assert xml_wrong(write(WANTED), WANTED) == ""
    assert xml_wrong("<?xml version='1.0'?>\n<a x='1'><!-- note --><b><![CDATA[5 < 6 & 7]]></b></a>", WANTED) == ""


def test_what_is_wrong_is_told():
    for text, why in (
        ("", "nothing in the answer"),
        ("<a x='1'>", "no XML"),
        ("<c/>", "must be `a`"),
        ("<a/>", "attributes must be"),
        ("<a x='1'/>", "1 elements"),
        ("<a x='1'><b>5</b></a>", "the text must be"),
        ("<a x='1'>t<b>5 &lt; 6 &amp; 7</b></a>", "text between"),
        ("<!DOCTYPE a><a x='1'/>", "DOCTYPE"),
        ("<a>" * 5000, "not ended"),
        ("<a>" * 9000 + "</a>" * 9000, "attributes must be"),
    ):
        assert why in xml_wrong(text, WANTED), text[:40]


def test_something_must_always_be_escaped():
    for seed in range(30):
        made = notes(draws("test", "L2", str(seed)))
        assert re.search(r"&(?:amp|lt);", made.reference.answer)
