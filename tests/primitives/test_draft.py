from skillrt.primitives import DerivedFile, Draft, Replacement, Use


def test_a_draft_is_data():
    file = DerivedFile("scripts/skillrt/a.py", "print(1)\n", True)
    place = Replacement("b", 0, 3, "Run: `a`", (Use(file.path),), file.path)
    draft = Draft("outline", "why", "removes", (place,), (file,))
    assert draft == Draft("outline", "why", "removes", (place,), (file,))
    assert draft.to == 0
    assert file.how == "moved"
