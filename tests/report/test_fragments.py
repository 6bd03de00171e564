"""Pages out of fragments."""

import pytest

from skillrt.report.fragments import asset, escaped, filled, framed


def test_texts_are_escaped_and_markup_is_not() -> None:
    assert filled("diff.html", "item", {"text": '<b> & "$x"'}).strip() == (
        "<li><code>&lt;b&gt; &amp; &quot;$$x&quot;</code></li>".replace("$$", "$")
    )
    assert "<li>own</li>" in filled("diff.html", "rest", {}, {"items": "<li>own</li>"})


def test_a_hole_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("diff.html", "item", {})


def test_invisible_characters_become_visible() -> None:
    assert "\u202e" not in escaped("a\u202eb")
    assert "\x00" not in escaped("\x00")


def test_styles_and_scripts_are_files_of_their_own() -> None:
    for name in ("diff.css", "diff.js", "heat_map.css", "heat_map.js"):
        assert asset(name)


def test_a_page_without_a_script_forbids_them():
    plain = framed("a < b", "<p>own</p>", style="survey.css")
    lively = framed("t", "<p>own</p>", style="diff.css", script="diff.js")
    assert "<title>a &lt; b</title>" in plain
    assert "script" not in plain
    assert "script-src 'unsafe-inline'" in lively
    assert lively.index("<p>own</p>") < lively.index("<script>")
