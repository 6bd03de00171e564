from tests.primitives.asking import level

NAME = "tool.browser"


def test_driving_a_browser(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nDrive the page by browser automation and click the button.\n") == "L2"


def test_behind_a_login_is_l3(tmp_path):
    text = "# S\n\nStart Playwright. Log in to the site. Stay signed in. Click the row. Then log out.\n"
    assert level(tmp_path, NAME, text) == "L3"


def test_a_browser_that_the_user_looks_at_asks_for_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nThe user sees it in the browser. A web page opens.\n") == "-"


def test_only_opening_a_page_is_l1(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nNavigate to the page and take its title.\n") == "L1"
