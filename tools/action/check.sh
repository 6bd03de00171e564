#!/bin/sh
# Check the library: SARIF for code scanning, annotations for the pull request. The second run is all from the cache.
set -eu
. "$GITHUB_ACTION_PATH/tools/action/options.sh"
sarif="$SKILLRT_REPORTS/check.sarif"
# where that one cannot report anything (wrong settings), the second says why as an annotation
if skillrt check ${paths:+"$paths"} "$@" --format sarif --output "$sarif" --fail-on never; then
  echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
fi
exec skillrt check ${paths:+"$paths"} "$@" --format github ${SKILLRT_FAIL_ON:+--fail-on "$SKILLRT_FAIL_ON"}
