from skillrt.errors import catalogue, code_info


def test_codes_are_sorted_and_named_by_family():
    codes = list(catalogue())
    assert codes == sorted(codes)
    assert all(code.count(".") == 1 for code in codes)


def test_an_entry_says_what_and_what_to_do():
    info = code_info("usage.path-missing")
    assert info.severity == "error"
    assert info.default
    assert "names nothing" in info.meaning
    assert info.remedy
