import pytest

from skillrt.environment.finding.node_names import node_builtins, package_of


@pytest.mark.parametrize(
    ("imported", "package"),
    [
        ("lodash", "lodash"), ("lodash/fp", "lodash"), ("@scope/name/sub/x.js", "@scope/name"),
        ("npm:chalk@5", "chalk"),
        ("d3?x", "d3"), ("chart.js", "chart.js"), ("chart.js/auto", "chart.js"),
        ("fs", ""), ("fs/promises", ""), ("node:path", ""), ("./own", ""), ("../own", ""), ("@/lib/x", ""),
        ("~/x", ""),
        ("#own", ""), ("https://x.invalid/y.js", ""), ("bun:test", ""), ("astro:content", ""),
        ("components/Button", ""),
        ("your-package", ""), ("style.css", ""), ("@scope", ""), ("Upper", ""), ("", ""), ("${x}", ""),
    ],
)  # fmt: skip
def test_the_package_behind_an_import(imported, package):
    assert package_of(imported) == package


def test_modules_that_node_provides():
    assert {"fs", "path", "child_process", "worker_threads"} <= node_builtins()
    assert "lodash" not in node_builtins()
