#: head
#!/usr/bin/env @shell@
# @summary@
# From @places@. `--help` lists the options.

#: usage
usage() {
  cat <<'END_OF_USAGE'
#: usage-end
END_OF_USAGE
}

#: fail
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

#: json
# A value as the inside of a JSON string.
json_text() {
  printf '%s\n' "$1" | sed -e 's/[\\"]/\\&/g' -e "s/$(printf '\t')/\\\\t/g" -e "s/$(printf '\r')/\\\\r/g" |
    awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'
}

#: loop
while [ "$#" -gt 0 ]; do
  case "$1" in --?*=*)
    @prefix@word=$1
    shift
    set -- "${@prefix@word%%=*}" "${@prefix@word#*=}" "$@"
    ;;
  esac
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
#: arm
    @option@)
      [ "$#" -ge 2 ] || fail "@option@ wants a value"
      @variable@=$2
      shift 2
      ;;
#: arm-list
    @option@)
      [ "$#" -ge 2 ] || fail "@option@ wants a value"
      @variable@+=("$2")
      shift 2
      ;;
#: loop-end
    *)
      fail "unknown argument: $1 (see --help)"
      ;;
  esac
done
#: need
command -v @program@ >/dev/null 2>&1 || fail "the program @program@ is not installed" 127
#: secret
[ -n "${@name@-}" ] || fail "set the environment variable @name@"
#: required
[ -n "${@variable@+given}" ] || fail "@option@ is missing (see --help)"
#: required-list
[ "${#@variable@[@]}" -gt 0 ] || fail "@option@ is missing (see --help)"
#: variable-needed
[ -n "${@variable@-}" ] || fail "@option@ is missing (see --help)"
#: file
[ -e "$@variable@" ] || fail "no such file: $@variable@"
#: file-list
for @prefix@word in "${@variable@[@]}"; do [ -e "$@prefix@word" ] || fail "no such file: $@prefix@word"; done
#: folder
[ -d "$@variable@" ] || fail "no such folder: $@variable@"
#: integer
case "$@variable@" in '' | *[!0-9]*) fail "@option@ wants a whole number, not: $@variable@" ;; esac
#: number
case "$@variable@" in '' | *[!0-9.]* | *.*.*) fail "@option@ wants a number, not: $@variable@" ;; esac
