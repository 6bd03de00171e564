import pytest

from skillrt.environment.programs import packages_of, programs_of


@pytest.mark.parametrize(
    ("program", "packages"),
    [
        ("pdftoppm", {"apt": "poppler-utils", "brew": "poppler", "winget": "oschwartz10612.Poppler"}),
        ("convert", {"apt": "imagemagick", "brew": "imagemagick", "winget": "ImageMagick.ImageMagick"}),
        ("samtools", {"apt": "samtools", "brew": "samtools"}),
        ("no-such-program", {}),
    ],
)
def test_the_packages_that_have_a_program(program, packages):
    assert packages_of(program) == packages


def test_the_programs_that_a_package_has():
    assert {"pdftoppm", "pdftotext"} <= set(programs_of("apt", "poppler-utils"))
    assert programs_of("brew", "poppler-utils") == ()
    assert "ffprobe" in programs_of("winget", "Gyan.FFmpeg")
