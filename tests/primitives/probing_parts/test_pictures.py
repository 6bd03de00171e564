import io

from PIL import Image

from skillrt.primitives.probing_parts.pictures import PALETTE, Picture, width_of


def shown(picture):
    image = Image.open(io.BytesIO(picture.png()))
    image.load()
    return image.convert("RGB")


def test_a_png_that_others_can_read():
    picture = Picture(300, 260)
    picture.box(10, 20, 30, 40, "red")
    picture.disc(150, 100, 20, "blue")
    image = shown(picture)
    assert image.size == (300, 260)
    assert image.getpixel((10, 20)) == image.getpixel((39, 59)) == PALETTE["red"]
    assert image.getpixel((40, 20)) == image.getpixel((10, 60)) == PALETTE["white"]
    assert image.getpixel((150, 81)) == PALETTE["blue"]
    assert image.getpixel((133, 83)) == PALETTE["white"]


def test_what_lies_outside_is_cut():
    picture = Picture(20, 20)
    picture.box(-5, -5, 8, 8, "green")
    picture.box(15, 15, 50, 50, "green")
    picture.disc(0, 0, 4, "black")
    picture.box(30, 30, 5, 5, "red")
    image = shown(picture)
    assert image.getpixel((19, 19)) == PALETTE["green"]
    assert image.getpixel((10, 10)) == PALETTE["white"]


def test_signs_are_written():
    picture = Picture(80, 30)
    picture.sign(2, 2, "L7", 3, "black")
    image = shown(picture)
    assert width_of("L7", 3) == 33
    assert image.getpixel((2, 2)) == PALETTE["black"]
    assert image.getpixel((12, 4)) == PALETTE["white"]
    assert image.getpixel((12, 22)) == PALETTE["black"]
    assert image.getpixel((21, 3)) == PALETTE["black"]


def test_shapes_differ():
    made = set()
    for shape in ("disc", "triangle", "cross", "ring"):
        picture = Picture(60, 60)
        getattr(picture, shape)(30, 30, 20, "purple")
        made.add(picture.png())
    picture = Picture(60, 60)
    picture.frame(10, 10, 40, 40, "purple")
    assert len({*made, picture.png()}) == 5
