#!/bin/sh
# Install SkillRT of this revision into an environment of its own, and put it on the path of the steps that follow.
set -eu
home="$SKILLRT_REPORTS/venv"
mkdir -p "$SKILLRT_REPORTS"
"$SKILLRT_PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "::error title=SkillRT::it needs Python 3.11 or newer; give one with the input \`python\`, or run actions/setup-python before"
  exit 2
}
"$SKILLRT_PYTHON" -m venv "$home"
bin="$home/bin"
[ -d "$bin" ] || bin="$home/Scripts"
"$bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$GITHUB_ACTION_PATH/requirements/runtime.txt"
"$bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$GITHUB_ACTION_PATH"
echo "$bin" >> "$GITHUB_PATH"
