from tests.primitives.asking import level

NAME = "see.image"


def test_looking_at_an_image(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nInspect the image and say what is wrong.\n") == "L2"


def test_comparing_pictures_is_l3(tmp_path):
    text = (
        "# S\n\nCompare the screenshots. Compare the images again. Compare renders, too. Compare screenshots last.\n"
    )
    assert level(tmp_path, NAME, text) == "L3"


def test_making_pictures_is_not_looking_at_them(tmp_path):
    assert (
        level(tmp_path, NAME, "# S\n\nThe script draws plots and saves an image. Charts are made by code.\n") == "-"
    )


def test_what_is_forbidden_asks_for_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nDo not read images back into the reply.\n") == "-"
