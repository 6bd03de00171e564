#!/bin/sh
# Runs a command with the interpreters and packages that `skillrt bind` installed for this skill and tried out:
#   run python FILE [ARGUMENT]...    run node FILE [ARGUMENT]...    run PROGRAM [ARGUMENT]...
# SKILLRT_RUN=host runs it with what the machine itself has.
needs='@NEEDS@'
python='@PYTHON@' # what the skill needs of it: packages, interpreter or nothing
node='@NODE@'
versions='@VERSIONS@'

case ${1-} in '' | -*)
  printf '%s\n' 'usage: run PROGRAM [ARGUMENT]...' >&2
  exit 2
  ;;
esac

# The folder of the skill, also where this file or a folder above it is a link.
self=$0
case $self in */*) ;; *) self=$(command -v -- "$self") ;; esac
hops=0
while [ -L "$self" ] && [ "$hops" -lt 20 ]; do
  hops=$((hops + 1))
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
here=$(CDPATH='' cd -- "${self%/*}" && pwd -P) || exit 127
root=${here%/*/*}

# `python` is called so in the text; some machines have `python3` only.
# `command -v NAME` asks for a program; it is a word of the shell that few machines have as a file.
start() {
  if [ "$1" = command ]; then
    "$@"
    exit
  fi
  if [ "$1" = python ] && ! command -v python >/dev/null 2>&1; then
    shift
    set -- python3 "$@"
  fi
  exec "$@"
}

# Where SkillRT keeps environments (config/environment.py looks in the same places, in the same order).
data=${SKILLRT_DATA_DIR-}
for folder in "${XDG_DATA_HOME-}" "${LOCALAPPDATA-}" "${HOME:+$HOME/.local/share}"; do
  case $folder in /*) [ -n "$data" ] || data=$folder/skillrt ;; esac
done
case $data in '' | /*) ;; *) data=$PWD/$data ;; esac

# The environment that was bound and proven for these needs; nothing where there is none.
bound() {
  if [ -n "${SKILLRT_ENVIRONMENT-}" ]; then
    printf '%s' "$SKILLRT_ENVIRONMENT"
    return
  fi
  [ -n "$data" ] && [ -r "$data/environments/by-needs/$needs" ] || return 0
  lock=''
  IFS= read -r lock <"$data/environments/by-needs/$needs" || :
  case $lock in '' | *[!0-9a-f]*) return 0 ;; esac
  [ ! -f "$data/environments/$lock/proof.json" ] || printf '%s' "$data/environments/$lock"
}

# Whether what an environment stands on is still there: programs that are gone would be taken from the machine unseen.
whole() {
  [ -d "$1" ] || return 1
  [ -x "$1/python/bin/python" ] || { [ "$python" != packages ] && [ ! -d "$1/python" ]; } || return 1
  [ -d "$1/node/node_modules" ] || { [ "$node" != packages ] && [ ! -d "$1/node" ]; } || return 1
  [ ! -L "$1/node/bin/node" ] || [ -x "$1/node/bin/node" ]
}

# The pinned requirements of a lock that lies beside the skill, one a line, each with its hashes.
pinned() {
  sed -n 's/^[[:space:]]*"\{0,1\}\([A-Za-z0-9][A-Za-z0-9._-]*==[^"\\]*--hash=sha256:[^"\\]*\)"\{0,1\},\{0,1\}[[:space:]]*$/\1/p' \
    "$root/.skillrt/environment.lock"
}

# With uv and such a lock: an environment of its own, made once. uv's `run` would not compare the hashes.
locked() {
  [ "$python" = packages ] && [ "$node" != packages ] && [ -r "$root/.skillrt/environment.lock" ] || return 0
  command -v uv >/dev/null 2>&1 || return 0
  cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
  [ -n "$cache" ] || return 0
  sum=$(cksum <"$root/.skillrt/environment.lock")
  place=$cache/skillrt/locked/$needs-${sum%% *}
  made=''
  [ ! -r "$place/ready" ] || IFS= read -r made <"$place/ready" || :
  if [ -n "$made" ] && [ -x "$place/$made/python/bin/python" ]; then
    printf '%s' "$place/$made"
    return
  fi
  # the interpreter that was resolved for
  exact=$(sed -n 's/^ *"python": *"\([0-9][0-9]*\.[0-9][0-9]*\)",\{0,1\}$/\1/p' "$root/.skillrt/environment.lock")
  [ -z "$exact" ] || versions=$exact
  mkdir -p "$place" && made=$(mktemp -d "$place/XXXXXX") || return 0
  pinned >"$made/requirements.txt"
  if [ -s "$made/requirements.txt" ] &&
    uv venv --quiet --no-project --no-python-downloads ${versions:+--python "$versions"} "$made/python" >&2 &&
    uv pip sync --quiet --require-hashes --only-binary :all: --python "$made/python/bin/python" \
      "$made/requirements.txt" >&2; then
    printf '%s\n' "${made##*/}" >"$made/ready" && mv -f "$made/ready" "$place/ready" && printf '%s' "$made"
  else
    rm -rf "$made"
  fi
}

if [ "${SKILLRT_RUN-}" = host ]; then start "$@"; fi
environment=$(bound)
problem='the packages of this skill are not installed'
if [ -z "$environment" ]; then
  if [ "$python" != packages ] && [ "$node" != packages ]; then start "$@"; fi # an interpreter is all that it needs
elif ! whole "$environment"; then
  problem='the environment of this skill is not whole'
  [ -z "${SKILLRT_ENVIRONMENT-}" ] || problem='SKILLRT_ENVIRONMENT names no whole environment of this skill: unset it'
  environment=''
fi
if [ -z "$environment" ] && [ -z "${SKILLRT_ENVIRONMENT-}" ]; then environment=$(locked); fi
if [ -z "$environment" ]; then
  shown=$(printf '%s' "$root" | sed "s/'/'\\\\''/g")
  printf '%s\n' "skillrt: $problem; run: skillrt bind '$shown' (SKILLRT_RUN=host uses what the machine has)" >&2
  exit 127
fi

if [ -d "$environment/python" ]; then
  VIRTUAL_ENV=$environment/python
  PATH=$environment/python/bin:$PATH
  export VIRTUAL_ENV
  unset PYTHONHOME
fi
modules=$environment/node/node_modules
if [ -d "$environment/node" ]; then
  PATH=$environment/node/bin:$modules/.bin:$PATH
  NODE_PATH=$modules${NODE_PATH:+:$NODE_PATH}
  export NODE_PATH
  if [ -f "$here/modules.cjs" ]; then
    quoted=$(printf '%s' "$here/modules.cjs" | sed 's/[\\"]/\\&/g')
    # Node itself reads these quotes
    # shellcheck disable=SC2089
    NODE_OPTIONS="${NODE_OPTIONS:+$NODE_OPTIONS }--require=\"$quoted\""
    # shellcheck disable=SC2090
    export NODE_OPTIONS
  fi
fi
export PATH

# `npx NAME` means the package of the project in the working directory, else the one that was installed for the skill;
# npx itself would fetch it.
if [ "$1" = npx ] && [ -d "$modules" ]; then
  skip=0
  package=''
  for word in "$@"; do
    case $word in
      npx | -y | --yes | --no-install | --) skip=$((skip + 1)) ;;
      -*) break ;;
      *)
        package=$word
        break
        ;;
    esac
  done
  case $package in ?*@*) package=${package%@*} ;; esac
  if [ -n "$package" ] && [ -d "$modules/$package" ] && [ ! -d "node_modules/$package" ]; then
    shift "$((skip + 1))"
    if [ -x "$modules/.bin/${package##*/}" ]; then
      set -- "$modules/.bin/${package##*/}" "$@"
    else
      set -- npx --no-install --prefix "$environment/node" "$package" "$@"
    fi
  fi
fi
start "$@"
