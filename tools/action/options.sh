# What several steps share: the options that the inputs mean, in "$@", the library's folder in $library, and in $paths what
# to search. Read by them, not run. Nothing changes the folder: annotations name files from the top of the repository.
mkdir -p "$SKILLRT_REPORTS"
root="${SKILLRT_ROOT%/}"
root="${root#./}"
: "${root:=.}"
case "$root" in
  -*) root="./$root" ;;
esac
if [ ! -d "$root" ]; then
  echo "::error title=SkillRT::there is no folder \`$root\`; the input \`root\` names the library's, from the workspace on"
  exit 2
fi
# the nearest settings, as SkillRT looks for them from the present folder on
library="$root"
while [ ! -f "$library/skillrt.toml" ] && [ ! -e "$library/.git" ]; do
  above=$(dirname "$library")
  [ "$above" != "$library" ] || break
  library="$above"
done
set --
paths=
if [ -f "$library/skillrt.toml" ]; then
  [ "$library" = . ] || [ -n "${SKILLRT_CONFIG:-}" ] || set -- --config "$library/skillrt.toml"
else
  library="$root"
  [ "$root" = . ] || paths="$root"
fi
# targets are words without blanks and without patterns
set -f
for target in ${SKILLRT_TARGETS:-}; do
  set -- "$@" --target "$target"
done
set +f
