# What several steps share: the options that the inputs mean, in "$@". Read by them, not run.
mkdir -p "$SKILLRT_REPORTS"
cd "$SKILLRT_ROOT"
set --
# targets are words without blanks and without patterns
set -f
for target in ${SKILLRT_TARGETS:-}; do
  set -- "$@" --target "$target"
done
set +f
