from tests.primitives.asking import asked, level

NAME = "reason.spatial"


def test_boxes_and_coordinates(tmp_path):
    text = "# S\n\nWrite down the bounding box. Give pixel coordinates. Boxes must not overlap each other's box.\n\n"
    found = asked(tmp_path, NAME, text * 3)
    assert found is not None
    assert found.level == "L2"


def test_three_dimensions_are_level_3(tmp_path):
    text = "# S\n\nPlace it in 3D space. Rotate by the quaternion. Use latitude and longitude.\n\n"
    assert level(tmp_path, NAME, text * 3) == "L3"


def test_a_layout_in_passing_is_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nUse a layout with wide margins.\n") == "-"
