# shellcheck shell=bash
# Sourced by ./run and ./test: finds the tools they need, and installs what is missing where it may.
: "${root:?the script that sources this file sets root to the folder of the repository}"

say() { printf '%s\n' "$*" >&2; }

# need_dotnet: there is no package of the .NET SDK to install quietly, so say in one sentence what is missing.
need_dotnet() {
  command -v dotnet >/dev/null && return
  say "HighNeedsSim needs the .NET 10 SDK (version 10.0.401 or later): install it so that 'dotnet' is on the PATH, then try again."
  exit 1
}

# need COMMAND:PACKAGE...: makes sure that each command is there, from the Debian package named after the colon.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return

  if [ "$(id -u)" -eq 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; then
    local log
    log=$(mktemp)
    [ -t 2 ] && say "Installing ${missing[*]}…"
    if { apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
      >"$log" 2>&1 </dev/null; then
      rm -f "$log"
      return
    fi
    cat "$log" >&2
    rm -f "$log"
  fi
  say "HighNeedsSim needs ${missing[*]}: install it (on Debian or Ubuntu: apt-get install ${missing[*]}), then try again."
  exit 1
}

# want COMMAND:PACKAGE...: as need, but what cannot be installed is done without; the tests that use it then say why they were skipped.
want() { (need "$@") 2>/dev/null || say "Without ${*#*:}: what needs it is skipped."; }

# one_at_a_time COMMAND...: two builds at once would write the same files, so the second waits for the first.
# The build's own servers outlive it and must not inherit the lock, hence 9>&-.
one_at_a_time() {
  mkdir -p "$root/artifacts"
  if command -v flock >/dev/null; then
    (
      flock 9
      "$@" 9>&-
    ) 9>"$root/artifacts/build.lock"
  else
    "$@"
  fi
}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
