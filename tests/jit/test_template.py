import pytest

from skillrt.jit.template import Piece, value_of
from skillrt.jit.uses import used


def test_values_are_put_together_from_pieces():
    values = {"h1": "in/report.final.csv", "h2": "50"}
    assert value_of((Piece("out/"), Piece(hole="h1", use="stem"), Piece(".json")), values) == "out/report.final.json"
    assert value_of((Piece(hole="h1", use="name"),), values) == "report.final.csv"
    assert value_of((Piece(hole="h1", use="folder"),), values) == "in"
    assert value_of((Piece(hole="h2", use="hundredth"),), values) == "0.5"
    assert used(".bashrc", "stem") == ".bashrc"


def test_what_cannot_be_put_together_is_said():
    with pytest.raises(KeyError):
        value_of((Piece(hole="h9"),), {})
    with pytest.raises(ValueError, match="float"):
        used("many", "hundredth")
