"""L2 in XML: attributes, elements and characters that must be escaped."""

import re
from random import Random
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from skillrt.primitives.probing import Instance, NearMiss, Solution
from skillrt.primitives.probing_parts.answers import MOST
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.drawing import PLACES, WARES, code

Node = tuple[str, dict[str, str], str, tuple["Node", ...]]
"""An element: its name, its attributes, its text where it has no elements in it, its elements."""
_REMARKS: Final = ("less than < 5", "nuts & bolts", 'the "new" & old', "a > b && c", "it's <b>bold</b>", "R&D only")
_DEEPEST: Final = 60


def notes(random: Random) -> Instance:
    """Places with wares, some of them with remarks."""
    root, place_name = random.choice((("stock", "site"), ("depot", "room"), ("yard", "area")))
    year = str(random.randint(1990, 2030))
    told: list[str] = []
    places: list[Node] = []
    for place in random.sample(PLACES, 3):
        told.append(f"\n{place}:")
        wares: list[Node] = []
        for at, ware in enumerate(random.sample(WARES, 3)):
            key, pieces = code(random), str(random.randint(1, 99))
            remark = random.choice(_REMARKS) if at == 1 or random.random() < 0.4 else ""
            inner: list[Node] = [("pieces", {}, pieces, ())]
            inner += [("remark", {}, remark, ())] if remark else []
            wares.append(("ware", {"id": key, "name": ware}, "", tuple(inner)))
            told.append(f"- {ware}, id {key}, {pieces} pieces" + (f", remark «{remark}»" if remark else ""))
        places.append((place_name, {"name": place}, "", tuple(wares)))
    wanted: Node = (root, {"year": year}, "", tuple(places))
    task = (
        f"Write the notes below in XML. The root element is `{root}` with the attribute `year` ({year}). In it "
        f"there is an element `{place_name}` with the attribute `name` for each place, in the order below. In that "
        "there is an element `ware` with the attributes `id` and `name` for each of its wares, in the order "
        "below. In that there is an element `pieces` with the number, and, where there is a remark, after it an "
        "element `remark` with its text, character for character (without the marks « and »; what looks like "
        "markup in it is text too). There are no other elements, attributes or texts; blanks and line breaks "
        "between elements count nothing. No namespace, no DOCTYPE.\n"
        + "\n".join(told)
        + "\n\nAnswer with the XML alone in one fenced code block."
    )
    right = write(wanted)
    id_ = wanted[3][0][3][0][1]["id"]
    remarks = re.search(r"\n *<remark>.*?</remark>", right)
    slips = (
        ("nothing is escaped", _plain(right)),
        (
            "an attribute became an element",
            right.replace(f' id="{id_}"', "", 1).replace("<pieces>", f"<id>{id_}</id><pieces>", 1),
        ),
        ("a remark is missing", right.replace(remarks[0] if remarks else right, "", 1)),
        ("the root is not ended", right.replace(f"</{root}>", "")),
    )
    misses = tuple(NearMiss(what, Solution(answer=fenced("xml", text))) for what, text in slips)
    return Instance(task, wanted, Solution(answer=fenced("xml", right)), misses)


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def write(node: Node, indent: str = "") -> str:
    """XML with indents; for our own trees, which are shallow."""
    name, attributes, text, inner = node
    head = name + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    if not inner:
        return f"{indent}<{head}>{escape(text)}</{name}>\n"
    return f"{indent}<{head}>\n{''.join(write(one, f'{indent}  ') for one in inner)}{indent}</{name}>\n"


def xml_wrong(text: str, wanted: Node) -> str:
    """What is wrong with XML text; empty where nothing is."""
    if not text.strip():
        return "there is nothing in the answer"
    if len(text) >= MOST or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "the XML is longer than anything that was asked for, or has a DOCTYPE"
    if text.count("<") > text.count("</") * 2 + _DEEPEST:
        return "the XML has elements that are not ended"
    try:
        root = ElementTree.fromstring(text.strip())
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"this is no XML: {error}"
    waiting: list[tuple[str, Node, ElementTree.Element]] = [(wanted[0], wanted, root)]
    while waiting:
        place, node, found = waiting.pop()
        why = _differs(node, found)
        if why:
            return f"at {place}: {why}"
        pairs = zip(node[3], found, strict=True)
        waiting += reversed([(f"{place}/{one[0]}", one, other) for one, other in pairs])
    return ""


def _differs(node: Node, found: ElementTree.Element) -> str:
    name, attributes, text, inner = node
    if found.tag != name:
        return f"the element must be `{name}`, not `{str(found.tag)[:60]}`"
    if dict(found.attrib) != attributes:
        return f"the attributes must be {attributes}, not {str(dict(found.attrib))[:200]}"
    if len(found) != len(inner):
        return f"there must be {len(inner)} elements in it, not {len(found)}"
    told = found.text or ""
    if any((child.tail or "").strip() for child in found) or (inner and told.strip()):
        return "there is text between the elements"
    return "" if inner or told.strip() == text else f"the text must be {text!r}, not {told[:200]!r}"
