#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Checks every state of the models with spin: the good ones must be accepted, the broken ones rejected.
set -euo pipefail

MODELS=$(cd "$(dirname "$0")" && pwd)
for tool in spin gcc; do
    if ! command -v "$tool" >/dev/null; then
        echo "SKIPPED: the models need $tool: apt-get install spin gcc" >&2
        [[ ${1:-} == --require ]] && exit 1
        exit 0
    fi
done
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
failed=0

# check accepted|rejected NAME MODEL [-DMACRO...]
check() {
    local expected=$1 name=$2 model=$3 found began=$SECONDS states optimise=-O1
    [[ $expected == accepted ]] || optimise=-O0
    shift 3
    rm -rf "${WORK:?}"/*
    cp "$MODELS"/*.pml "$WORK"
    (cd "$WORK" && timeout 10 nice spin -a "$@" "$model.pml" && nice gcc "$optimise" -w -DSAFETY -DNOREDUCE -DCOLLAPSE \
        -DMEMLIM=1000 -o pan pan.c && nice timeout 60 ./pan -E -b -m20000) >"$WORK/out" 2>&1 || true
    states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' "$WORK/out")
    if grep -q 'assertion violated' "$WORK/out" && ! grep -q 'invalid array index' "$WORK/out"; then
        found=rejected
    elif grep -q 'errors: 0' "$WORK/out" && ! grep -Eq 'not completed|max search depth|out of memory' "$WORK/out"; then
        found=accepted
    else
        found=incomplete
    fi
    printf '%-9s %-28s %10s states %3ds %s\n' "$model" "$name" "${states:--}" $((SECONDS - began)) "$found"
    if [[ $found != "$expected" ]]; then
        echo "  expected: $expected" >&2
        failed=1
    fi
}

wait_for() { echo "-DSOCKET=1 -DCAPACITY=2 -DAPP0=$1 -DCALLBACK0=$2 -DAPP1=$3 -DCALLBACK1=$4 -DDIES=$5"; }
app=$(wait_for 3 0 0 0 2)
close="-DSOCKET=1 -DCAPACITY=3 -DAPP0=1 -DCALLBACK0=0 -DAPP1=0 -DCALLBACK1=1 -DDIES=2"
# shellcheck disable=SC2046,SC2086 # lists of options
{
    for broken in NO_FENCE_BEFORE_LOOKING NO_FENCE_AFTER_ARM ARM_AFTER_LOOK BELLS_READ_LATE; do
        check rejected "$broken" wait $app "-D$broken"
    done
    check rejected HANGUP_BEFORE_STATE close $close -DHANGUP_BEFORE_STATE
    check accepted closes close $close
    check accepted app-sends wait $app
    check accepted callbacks-send wait $(wait_for 0 3 0 3 2)
}
exit "$failed"
