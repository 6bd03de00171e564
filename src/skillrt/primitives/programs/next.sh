#!/bin/sh
# One item of a list at a time: prints the next one and remembers which are done.
usage() {
  cat <<'END_OF_USAGE'
usage: sh next.sh LIST start            forget what was done; print the first item
       sh next.sh LIST                  print the next item
       sh next.sh LIST run COMMAND...   run a command of this item; a failed one has to be mended, or `done` to say why not
       sh next.sh LIST done [NOTE]      this item is done; keep the note; print the next one
       sh next.sh LIST skip [NOTE]      this item does not apply here
       sh next.sh LIST back N           go back to item N; what was noted from there on is forgotten
       sh next.sh LIST status           all items with their notes
Items begin with a line `== TITLE`. A COMMAND of one word with blanks is run by the shell.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

case "${1--h}" in -h | --help)
  usage
  exit 0
  ;;
esac
list=$1
action=${2-show}
[ "$#" -ge 2 ] && shift
shift
[ -f "$list" ] || fail "no such list: $list"
count=$(grep -c '^== ' "$list") || fail "the list has no items: $list"
folder=${TMPDIR:-/tmp}/skillrt-${LOGNAME:-user}
mkdir -p "$folder" && chmod 700 "$folder" || fail "cannot make the folder $folder"
# what was done belongs to the list at this path, seen from this folder: items may be added to it later
key=$({ pwd && printf '%s\n' "$list"; } | cksum | cut -d ' ' -f 1)
name=${list##*/}
state=$folder/${name%.*}-$key
[ "$action" = start ] && rm -f "$state" "$state.failed"
[ -f "$state" ] || : >"$state" || fail "cannot write $state"
at=$(($(grep -c '' "$state") + 1))

show() {
  if [ "$at" -gt "$count" ]; then
    printf 'all %s items are done\n' "$count"
    return 0
  fi
  printf '%s of %s: ' "$at" "$count"
  awk -v want="$at" '
    /^== / { number++; if (number == want) print substr($0, 4); next }
    number == want { print }
  ' "$list"
}

record() {
  [ "$at" -le "$count" ] || fail "all $count items are done; \`start\` begins again" 1
  word=$1
  shift
  printf '%s %s\n' "$word" "$(printf '%s' "$*" | tr '\n\t' '  ')" >>"$state" || fail "cannot write $state"
  at=$((at + 1))
}

case "$action" in
  start | show | next) show ;;
  done)
    if [ -f "$state.failed" ] && [ -z "$*" ]; then
      fail "the last command of item $at failed: run it again mended, or \`done 'WHY IT IS ALL RIGHT'\`" 1
    fi
    rm -f "$state.failed"
    record done "$*"
    show
    ;;
  skip)
    rm -f "$state.failed"
    record skipped "$*"
    show
    ;;
  back)
    case "${1-}" in
      '' | *[!0-9]*) fail "back wants the number of an item" ;;
    esac
    [ "$1" -ge 1 ] && [ "$1" -le "$at" ] && [ "$1" -le "$count" ] || fail "back goes to an item from 1 to $at"
    sed "$1,\$d" "$state" >"$state.new" && mv "$state.new" "$state" || fail "cannot write $state"
    rm -f "$state.failed"
    at=$1
    show
    ;;
  status)
    awk -v state="$state" '
      BEGIN { while ((getline line < state) > 0) note[++known] = line }
      /^== / { n++; print n ". " substr($0, 4) ": " (n <= known ? note[n] : "open") }' "$list"
    ;;
  run)
    [ "$#" -ge 1 ] || fail "run wants a command"
    [ "$at" -le "$count" ] || fail "all $count items are done; \`start\` begins again" 1
    if [ "$#" -eq 1 ]; then
      shell=sh
      command -v bash >/dev/null 2>&1 && shell=bash
      "$shell" -e -c "$1"
    else
      "$@"
    fi
    status=$?
    if [ "$status" -ne 0 ]; then
      : >"$state.failed"
      fail "item $at of $count: status $status; mend it and run it again" "$status"
    fi
    rm -f "$state.failed"
    printf "(item %s of %s: that worked; its next command, or \`done\`)\n" "$at" "$count" >&2
    ;;
  *) fail "unknown action: $action (see --help)" ;;
esac
