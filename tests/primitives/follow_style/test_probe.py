import re
import tomllib
from importlib import resources

from tests.primitives.judged import make, passes, why

NAME = "follow.style"
PERSONAS = tomllib.loads(
    (resources.files("skillrt.primitives.follow_style") / "sheets.toml").read_text(encoding="utf-8")
)["personas"]


def of_register(name):
    made = (make(NAME, "L1", str(number)) for number in range(40))
    return next(one for one in made if one.truth["register"] == name)


def test_sentences_of_the_reference_never_say_what_a_persona_never_says():
    banned = {form for words in PERSONAS["words"].values() for word in words for form in (word, f"{word}s")}
    told = [*PERSONAS["sentences"].values(), PERSONAS["fillers"]["rest"], PERSONAS["fillers"]["address"]]
    assert [line for lines in told for line in lines if set(re.findall("[a-z]+", line.lower())) & banned] == []
    assert set(PERSONAS["words"]) == set(PERSONAS["sentences"])


def test_a_formal_message_of_another_hand():
    made = of_register("formal")
    facts = made.truth
    text = (
        f"Dear Sir or Madam,\n\nIt is our pleasure to inform you that {facts['n']} pieces of the {facts['c']} "
        f"{facts['w']} have reached {facts['p']} without damage. The customer's copy of the note is enclosed. You "
        "are welcome to collect the goods at any time.\n\nYours faithfully,\nThe store at "
    )
    assert passes(NAME, made, text + facts["p"])
    assert passes(NAME, made, f"```\n{text}{facts['p']}\n```")
    assert "does not close" in why(NAME, made, text + "our town")
    assert "a contraction" in why(NAME, made, text.replace("It is", "It’s") + facts["p"])


def test_a_casual_message_of_another_hand():
    made = of_register("casual")
    facts = made.truth
    text = (
        f"Hey you,\n\nguess what's here! It's the {facts['w']}, all {facts['n']} of it. The {facts['c']} ones, at "
        f"{facts['p']}. Nothing's broken and we've kept it dry. Come get it.\n\nCheers,\nyour folks at {facts['p']}"
    )
    assert passes(NAME, made, text)
    assert "exclamation marks" in why(NAME, made, text.replace("!", "."))
    assert "a sentence has" in why(NAME, made, text.replace(". The", " and the").replace(". Nothing", " and nothing"))


def test_a_long_text_is_kept_to_its_end():
    made = make(NAME, "L3")
    paragraphs = made.reference.answer.split("\n\n")
    assert len(made.reference.answer.split()) > 280
    assert "paragraph 8: `i` occurs" in why(NAME, made, "\n\n".join([*paragraphs[:7], f"{paragraphs[7]} So do I."]))
    assert "paragraph 8: a contraction" in why(
        NAME, made, "\n\n".join([*paragraphs[:7], f"{paragraphs[7]} We’ll see."])
    )
    short = f"We say {made.truth['words'][1]}, {made.truth['reader']}."
    assert "paragraph 2: it has only" in why(NAME, made, "\n\n".join([paragraphs[0], short, *paragraphs[2:]]))
    assert passes(NAME, made, "\n \n".join(paragraphs) + "\n")
