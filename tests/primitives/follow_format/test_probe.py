import json

from tests.primitives.judged import make, passes, why

NAME = "follow.format"


def of_form(form):
    made = (make(NAME, "L1", str(number)) for number in range(60))
    return next(one for one in made if one.truth["form"] == form)


def test_json_however_it_is_laid_out():
    made = of_form("JSON")
    value = json.loads(made.reference.answer)
    assert passes(NAME, made, json.dumps(value))
    assert passes(NAME, made, f"```json\n{json.dumps(value, indent=4)}\n```\n")
    assert "this is no JSON" in why(NAME, made, f"The list: {json.dumps(value)}")
    value[1]["count"] = str(value[1]["count"])
    assert "at `[1].count`" in why(NAME, made, json.dumps(value))


def test_a_table_and_csv_with_blanks():
    made = of_form("Markdown")
    assert passes(NAME, made, made.reference.answer.replace("|---|", "| :--- |").replace("| ", "|   "))
    assert why(NAME, made, "\n".join(made.reference.answer.split("\n")[2:])) == "this is no Markdown table"
    made = of_form("CSV")
    assert passes(NAME, made, made.reference.answer.replace(",", ", ") + "\n")
    assert "items are wanted" in why(NAME, made, made.reference.answer.split("\n", 1)[1])


def test_a_template_within_a_fence():
    made = make(NAME, "L2")
    assert passes(NAME, made, f"```\n{made.reference.answer}\n```")
    assert "line 1 must be" in why(NAME, made, f"Here you are:\n{made.reference.answer}")
    assert "not one code fence" in why(NAME, made, f"```\n{made.reference.answer}\n```\nDone.")


def test_all_requirements_at_once():
    made = make(NAME, "L3")
    assert passes(NAME, made, f"\n{made.reference.answer}\n")
    assert "not one code fence" in why(NAME, made, made.truth["text"])
    lines = made.truth["text"].split("\n")
    assert json.loads(lines[-1])["wares"] == sum(line.endswith(")") for line in lines)
