"""Tests of `skillrt.code.outlining.program`."""

from skillrt.code.outlining import Input


def test_an_input_is_typed_with_hyphens() -> None:
    assert Input(name="page_size", kind="integer", example="10").option == "--page-size"
