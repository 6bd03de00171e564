#!/bin/sh
# Hold the library to its lock: annotations, SARIF, and the same in words in the summary of the job.
set -eu
. "$GITHUB_ACTION_PATH/tools/action/options.sh"
if [ "$SKILLRT_LOCK" = auto ] && [ -z "${SKILLRT_AGAINST:-}" ] && [ ! -f "$library/skills.lock" ]; then
  echo "::notice title=SkillRT::there is no skills.lock; \`skillrt lock\` writes one"
  exit 0
fi
sarif="$SKILLRT_REPORTS/lock.sarif"
words="$SKILLRT_REPORTS/lock.md"
rm -f "$sarif" "$words"
status=0
skillrt lock ${paths:+"$paths"} --check "$@" --format github --also "sarif=$sarif" --also "markdown=$words" \
  ${SKILLRT_AGAINST:+"--against=$SKILLRT_AGAINST"} \
  ${SKILLRT_FAIL_ON:+--fail-on "$SKILLRT_FAIL_ON"} || status=$?
# neither file is there where the lock itself cannot be read
if [ -f "$words" ]; then
  cat "$words" >> "$GITHUB_STEP_SUMMARY"
  { echo "sarif=$sarif"; echo "markdown=$words"; } >> "$GITHUB_OUTPUT"
fi
exit "$status"
