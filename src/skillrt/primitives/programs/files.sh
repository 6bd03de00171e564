#!/bin/sh
# Which files of a list are still to be written: prints the next one and what was said of it.
usage() {
  cat <<'END_OF_USAGE'
usage: sh files.sh LIST [--in FOLDER] [--skip PATH]... [--all]
LIST has one file a line: the path, a tab, what the instructions say of it. `<...>`, `{...}` and `*` in a path
stand for any name. A file counts once it is there and not empty.
  --in FOLDER   look in this folder (default: the current one)
  --skip PATH   leave a file of the list out: it does not apply here
  --all         print every file with what is known of it
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

list='' folder=. skipped='' all=''
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --in | --skip)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      if [ "$1" = --in ]; then folder=$2; else skipped="$skipped
$2"; fi
      shift
      ;;
    --all) all=yes ;;
    -*) fail "unknown option: $1 (see --help)" ;;
    *)
      [ -z "$list" ] || fail "one list, please: $1"
      list=$1
      ;;
  esac
  shift
done
[ -n "$list" ] || fail "which list? (see --help)"
[ -f "$list" ] || fail "no such list: $list"
case "$list" in /*) ;; *) list=$PWD/$list ;; esac
cd "$folder" 2>/dev/null || fail "no such folder: $folder"

# whether a file fits the pattern: blanks in it are kept, since only the pattern characters are left unquoted
there() {
  pattern=$(printf '%s' "$1" | sed -e 's/<[^<>]*>/*/g' -e 's/{[^{}]*}/*/g' -e 's/[][?$`"\\ ;&|()'"'"']/\\&/g')
  eval "set -- $pattern"
  for found in "$@"; do
    [ -d "$found" ] && return 0
    [ -s "$found" ] && return 0
  done
  return 1
}

total=0 ready=0 next='' tab=$(printf '\t')
while IFS=$tab read -r path said || [ -n "$path" ]; do
  [ -n "$path" ] || continue
  total=$((total + 1))
  mark=missing
  if printf '%s\n' "$skipped" | grep -qxF -e "$path"; then
    mark=skipped
    ready=$((ready + 1))
  elif there "$path"; then
    mark=there
    ready=$((ready + 1))
  elif [ -z "$next" ]; then
    next="next: $path
  $said"
  fi
  [ -z "$all" ] || printf '%s: %s\n' "$mark" "$path"
done <"$list"
if [ -n "$next" ]; then
  printf '%s of %s files are there\n%s\n' "$ready" "$total" "$next"
  exit 1
fi
printf 'all %s files are there\n' "$total"
