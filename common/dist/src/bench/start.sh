#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How long a client takes that sends one line, from the start of its process to its end: by the launcher of the
# distribution, by its jar alone, and a Java program that sends one line through a Unix socket and does nothing else.
# In turns, so that all have the same machine; medians of wall-clock time and of processor time.
#
#   common/dist/src/bench/start.sh [RUNS [JAR]]    with JAVA_HOME, after mvn -q package -DskipTests
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../target
runs=${1:-15}
jar=${2:-$here/../../../../client/target/shmooze-client.jar}
java=${JAVA_HOME:?}/bin/java
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
export SHMOOZE_DIRECTORY=$work/channels XDG_CACHE_HOME=$work/cache
TIMEFORMAT='%R %U %S'

wait_for() {
    until "$@"; do sleep 0.1; done
}

archives() {
    (($(find "$work/cache" -path '*/archives/*' 2>/dev/null | wc -l) == 2))
}

tar -xzf "$target"/shmooze-*.tar.gz -C "$work"
shmooze=$(echo "$work"/shmooze-*/bin/shmooze)
"$JAVA_HOME/bin/javac" -d "$work" "$here/OneLine.java"
"$java" -cp "$work" OneLine serve "$work/socket" &
"$shmooze" server t </dev/null >/dev/null 2>&1 &
wait_for test -S "$work/socket"
wait_for archives

minimal() { "$java" -cp "$work" OneLine send "$work/socket"; }
jar() { "$java" -jar "$jar" t; }
launcher() { "$shmooze" client t; }

for ((run = 0; run <= runs; run++)); do
    for each in minimal jar launcher; do
        # The first run is not counted.
        { time echo hello | $each >/dev/null 2>&1; } 2>>"$work/$each.$((run > 0))"
    done
done

median() {
    sort -n | sed -n "$(((runs + 1) / 2))p"
}

for each in minimal jar launcher; do
    awk '{print $1}' "$work/$each.1" | median | tr '\n' ' '
    awk '{print $2 + $3}' "$work/$each.1" | median | tr '\n' ' '
    echo "$each"
done | awk 'BEGIN {print "   wall      cpu  (ms)"} {printf "%7.0f  %7.0f  %s\n", $1 * 1000, $2 * 1000, $3}'
