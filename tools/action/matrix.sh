#!/bin/sh
# The page of skills and targets, for an artifact. A version without the verb says so and goes on.
set -eu
. "$GITHUB_ACTION_PATH/tools/action/options.sh"
if ! skillrt matrix --help > /dev/null 2>&1; then
  echo "::notice title=SkillRT::this version has no \`skillrt matrix\`"
  exit 0
fi
page="$SKILLRT_REPORTS/matrix.html"
skillrt matrix ${paths:+"$paths"} "$@" --format html --out "$page"
echo "html=$page" >> "$GITHUB_OUTPUT"
