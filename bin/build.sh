# Builds a jar that is missing or older than its sources. The launchers source this file when they
# run in a checkout.

# is_stale JAR MODULE...: succeeds if a pom or main source is newer than the jar. Removing a file
# makes its folder newer.
is_stale() {
  [ -f "$1" ] || return 0
  stale_jar=$1
  shift
  for module in . "$@"; do
    [ -z "$(find "$home/$module/pom.xml" "$home/$module/src/main" -newer "$stale_jar" \
      2>/dev/null | head -n 1)" ] || return 0
  done
  return 1
}

# build_if_stale NAME JAR MODULE...: builds the jar of the last module; the other modules are those
# whose sources go into it. Two launchers at once build one after the other.
build_if_stale() {
  name=$1
  shift
  is_stale "$@" || return 0
  exec 9<"$home/pom.xml"
  ! command -v flock >/dev/null || flock 9
  if is_stale "$@"; then
    echo "$name: building $1" >&2
    for last in "$@"; do :; done
    (cd "$home" && mvn -q -pl "$last" -am -DskipTests package) >&2 9<&- || return
  fi
  exec 9<&-
}
