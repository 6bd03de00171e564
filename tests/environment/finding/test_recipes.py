from skillrt.environment.finding.commands import sightings
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene
from tests.environment.sighted import HEAD, sighted
from tests.skills import module_of

WORKFLOW = """Set up the pipeline:

```yaml
jobs:
  ship:
    steps:
      - run: terraform init
      - name: Deploy
        run: |
          helm upgrade app ./chart --set tag=${{ github.sha }}

          kubectl get pods
        env:
          RUN: docker
      - uses: actions/github-script@v6
        with:
          script: |
            git = 1
```
"""


def test_commands_that_a_workflow_runs_with_their_lines(tmp_path):
    first = HEAD.count("\n") + 1
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD + WORKFLOW})
    assert found == [
        ("system", "helm", "example", first + 9),
        ("system", "kubectl", "example", first + 11),
        ("system", "terraform", "example", first + 6),
    ]


def test_lists_of_commands(tmp_path):
    body = """```yaml
scan:
  image: python:3
  before_script:
  - apk add jq
  script:
    - "ffmpeg -version"
    - |
      psql -c 'select 1'
  allow_failure: false
  tags: [docker]
```
"""
    texts = [item.text.strip() for item in recipes_of(Scene(module_of(tmp_path, {"SKILL.md": HEAD + body})))]
    assert texts == ["apk add jq", "ffmpeg -version", "psql -c 'select 1'"]


def test_what_is_filled_in_keeps_its_length_and_wrong_examples_are_left_out(tmp_path):
    body = "```yaml\nrun: deploy ${{ a.b }} --x\n```\n\nNever do this:\n\n```yaml\nrun: docker ps\n```\n"
    texts = [item.text for item in recipes_of(Scene(module_of(tmp_path, {"SKILL.md": HEAD + body})))]
    assert texts == ["deploy xxxxxxxxxx --x"]
    assert len(texts[0]) == len("deploy ${{ a.b }} --x")
