from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_calls import call_of


def block(index, text, title="Fit the model"):
    found = read_block(index, Snippet("python", text, "", title))
    assert isinstance(found, Block)
    return found


FIT = "from lib import Model\n\nmodel = Model(kind='a')\nmodel.fit(data, labels)\n"


def test_parameters_results_and_imports():
    before = block(0, "import numpy as np\n")
    after = block(2, "print(model.score(data))\n")
    made = call_of(block(1, FIT + "error = np.mean(model.errors)\n"), [before], [after], frozenset())
    assert made is not None
    assert made.called == "fit_model(data, labels, kind='a')"
    assert made.gives == ("model", "error")
    assert "    import numpy as np\n" in made.text
    assert made.text.endswith("    # error = np.mean(model.errors)\n    return model, error\n")
    assert "    model = Model(kind=kind)\n" in made.text


def test_names_of_the_module_are_no_parameters():
    made = call_of(
        block(0, "import lib\n\nresult = lib.run(area(width))\nprint(result)\n"), [], [], frozenset({"area"})
    )
    assert made is not None
    assert made.called == "fit_model(width)"


def test_a_taken_name_gets_a_number():
    made = call_of(block(0, FIT), [], [], frozenset({"fit_model"}))
    assert made is not None
    assert made.called.startswith("fit_model_2(")


def test_no_gain_no_function():
    assert call_of(block(0, "x = y\n"), [], [], frozenset()) is None  # one short line
    assert call_of(block(0, "import os\nprint(os.sep)\n"), [], [], frozenset()) is None  # needs nothing
    assert call_of(block(0, "from lib import *\nprint(thing)\nprint(thing)\n"), [], [], frozenset()) is None


def test_what_is_made_is_given_back_and_lost_values_stay():
    assert call_of(block(0, "import lib\n\nlib.plot(data)\n"), [], [], frozenset()) is None  # gives nothing
    made = call_of(
        block(0, "import lib\n\na = lib.norm(first)\nb = lib.norm(second)\nc = lib.join(a, b)\n"), [], [], frozenset()
    )
    assert made is not None
    assert made.gives == ("a", "b", "c")


def test_classes_functions_and_words_of_json_are_no_parameters():
    for word in ("Model", "make(1)", "true"):
        assert call_of(block(0, f"import lib\n\nx = lib.run({word}, data)\n"), [], [], frozenset()) is None
