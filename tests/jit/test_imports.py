from skillrt.jit.actions import Action
from skillrt.jit.imports import imports_of


def test_modules_of_the_programs_inside():
    actions = (
        Action("shell", "python3 - <<'E'\nimport pandas as pd, json\nfrom PIL import Image\nE\nls"),
        Action("shell", "python3 -c 'import os.path'"),
        Action("write", "import nothing", "a.txt"),
    )
    assert imports_of(actions) == ("PIL", "json", "os", "pandas")
