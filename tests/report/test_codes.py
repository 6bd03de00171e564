import pytest

from skillrt.errors import catalogue
from skillrt.report.codes import checks_page, explain, nearest_codes


def test_a_code_is_explained_with_its_weight_and_remedy():
    text = explain("usage.path-missing")
    assert text.startswith("usage.path-missing: path does not exist (error)\n")
    assert "What to do: Check the spelling" in text


def test_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        explain("usage.no-such-code")


def test_near_codes_are_found_by_likeness_and_by_bare_name():
    assert nearest_codes("usage.path-mising")[0] == "usage.path-missing"
    assert nearest_codes("path-missing")[0] == "usage.path-missing"
    assert nearest_codes("qqqqqqqq") == ()


def test_the_page_has_each_code_once_below_its_family():
    page = checks_page()
    for code in catalogue():
        assert page.count(f"### `{code}`\n") == 1
        assert page.index(f"## {code.split('.')[0]}\n") < page.index(f"### `{code}`\n")
        assert f"(#{code.replace('.', '')})" in page
