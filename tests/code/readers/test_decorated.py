import ast

from skillrt.code.readers.decorated import command_names, decorators


def test_decorators():
    node = ast.parse("@a.b(1)\n@c\n@d.e.f\ndef g(): pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    assert [(item.owner, item.name, item.call is not None) for item in decorators(node)] == [
        ("a", "b", True),
        ("", "c", False),
        ("", "?", False),
    ]


def test_command_names():
    assert command_names("show_all") == ("show-all",)
    assert command_names("sync_command") == ("sync-command", "sync")
    assert command_names("x", "given") == ("given",)
