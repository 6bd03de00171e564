#!/bin/sh
# Which files of a list are still to be written: prints the next one and what was said of it.
usage() {
  cat <<'END_OF_USAGE'
usage: sh files.sh LIST start                        from now on: only files that are written later count
       sh files.sh LIST [--skip PATH]... [--all]     the next file that is missing
LIST has one file a line: the path, a tab, what the instructions say of it. `<...>`, `{...}` and `*` in a path
stand for any name. A file counts once it is there, not empty, and written after `start`.
  --skip PATH   leave a file of the list out, for good: it does not apply here
  --all         print every file with what is known of it
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

list='' action='' all='' skipped=''
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --skip)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      skipped="$skipped$2
"
      shift
      ;;
    --all) all=yes ;;
    -*) fail "unknown option: $1 (see --help)" ;;
    *)
      if [ -z "$list" ]; then list=$1
      elif [ "$1" = start ]; then action=start
      else fail "one list, please: $1"; fi
      ;;
  esac
  shift
done
[ -n "$list" ] || fail "which list? (see --help)"
[ -f "$list" ] || fail "no such list: $list"
folder=${TMPDIR:-/tmp}/skillrt-${LOGNAME:-user}
mkdir -p "$folder" && chmod 700 "$folder" || fail "cannot make the folder $folder"
# when it was begun belongs to the list at this path, seen from this folder: files may be added to it later
stamp=$folder/files-$({ pwd && printf '%s\n' "$list"; } | cksum | cut -d ' ' -f 1)
if [ "$action" = start ]; then
  : >"$stamp" && : >"$stamp.skipped" || fail "cannot write $stamp"
fi
[ -z "$skipped" ] || printf '%s' "$skipped" >>"$stamp.skipped"

# whether a path of the list was left out
left_out() {
  [ -f "$stamp.skipped" ] && grep -qxF -e "$1" "$stamp.skipped"
}

# whether it was written since
since() {
  [ ! -f "$stamp" ] || [ -n "$(find "$1" -prune -newer "$stamp" 2>/dev/null)" ]
}

# whether a file fits the pattern: blanks in it are kept, since only the pattern characters are left unquoted
there() {
  pattern=$(printf '%s' "$1" | sed -e 's/<[^<>]*>/*/g' -e 's/{[^{}]*}/*/g' -e 's/[][?$`"\\ ;&|()'"'"']/\\&/g')
  eval "set -- $pattern"
  for found in "$@"; do
    [ -d "$found" ] && return 0
    [ -s "$found" ] && since "$found" && return 0
  done
  return 1
}

total=0 ready=0 next='' tab=$(printf '\t')
while IFS=$tab read -r path said || [ -n "$path" ]; do
  [ -n "$path" ] || continue
  total=$((total + 1))
  mark=missing
  if left_out "$path"; then
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
  exit 0
fi
printf 'all %s files are there\n' "$total"
