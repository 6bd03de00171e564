import pytest

from skillrt.environment.finding.node_markup import sightings
from tests.environment.sighted import names


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "```vue\n<script setup>\nimport { useFetch } from '@vueuse/core';\n"
            "import Row from './Row.vue';\n</script>\n```\n",
            {("vue", "example"), ("@vueuse/core", "example")},
        ),
        ("```svelte\n<p>{children: import('svelte').Snippet}</p>\n```\n", {("svelte", "example")}),
        (
            '```solidity\nimport "@openzeppelin/contracts/access/Ownable.sol";\n```\n',
            {("@openzeppelin/contracts", "use")},
        ),
        ('```solidity\nimport {Row} from "./Row.sol";\n```\n', set()),
        ("```tsx\nexport const A = () => <p className='x' />;\n```\n", {("react", "example")}),
        ("```tsx\nexport type A = string;\n```\n", set()),
        ("```ts\nimport x from 'left-pad';\n```\n", set()),
    ],
)
def test_packages_in_code_of_other_languages(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


def test_what_shows_how_not_to_do_it_needs_nothing(tmp_path):
    assert names(tmp_path, sightings, "Never do this:\n\n```vue\n<p/>\n```\n") == set()
