#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Searches the models completely with spin: the good ones must be accepted, each broken one rejected for its reason.
# With --require a missing tool is a failure, else the checks are skipped. With --quick the longest searches have two
# messages in place of three, and a lane of one, and the longest of all is left out.
set -euo pipefail

REQUIRE=
COUNT=3
for option in "$@"; do
    case $option in
        --require) REQUIRE=yes ;;
        --quick) COUNT=2 ;;
        *)
            echo "Unknown option $option: take --require or --quick" >&2
            exit 2
            ;;
    esac
done
ROOM=$((COUNT - 1)) # so that the lane is full

MODELS=$(cd "$(dirname "$0")" && pwd)
for tool in spin gcc; do
    if ! command -v "$tool" >/dev/null; then
        echo "SKIPPED: the models need $tool: apt-get install spin gcc" >&2
        [[ -n $REQUIRE ]] && exit 1
        exit 0
    fi
done
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
TIMEFORMAT=%U
LIMIT_S=300

# search DIRECTORY SEARCH MODEL [-DMACRO...]: spin's report. To optimise pan.c takes longer than it saves.
search() {
    local directory=$1 search=$2 model=$3 options=-b
    shift 3
    [[ $search == NP ]] && options='-b -l'
    cd "$directory"
    cp "$MODELS"/*.pml .
    spin -a "$@" "$model.pml"
    # Of the processor's time, because a busy machine needs longer for the same search.
    ulimit -t "$LIMIT_S"
    gcc -O0 -w "-D$search" -DMEMLIM=3000 -o pan pan.c
    # shellcheck disable=SC2086 # a list of options
    ./pan -E -m50000 $options
}

# judge FILE: accepted, the violated assertion, or incomplete
judge() {
    local violation='s/^pan:1: assertion violated \(.*\) (at depth.*/\1/p; s/^pan:1: \(non-progress cycle\).*/\1/p'
    if sed -n "$violation" "$1" | grep .; then
        return
    elif grep -q 'errors: 0' "$1" && ! grep -Eq 'not completed|max search depth|out of memory|MEMLIM bound' "$1"; then
        echo accepted
    else
        echo incomplete
    fi
}

# check EXPECTED SEARCH NAME MODEL [-DMACRO...]: EXPECTED is accepted, or a part of the assertion that must fail
check() {
    local expected=$1 search=$2 name=$3 model=$4 directory seconds states found
    shift 4
    directory=$WORK/$name
    mkdir "$directory"
    seconds=$({ time search "$directory" "$search" "$model" "$@" >"$directory/out" 2>&1; } 2>&1) || true
    states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' "$directory/out")
    found=$(judge "$directory/out")
    if [[ $found != *"$expected"* ]]; then
        echo "FAILED    $name: expected $expected, found $found"
        tail -n 5 "$directory/out"
        touch "$WORK/failed"
    fi
    [[ $found == accepted || $found == incomplete ]] || found=rejected
    printf '%-6s %-28s %10s states %7s s %s\n' "$model" "$name" "${states:--}" "$seconds" "$found"
    rm -r "$directory"
}

# Two checks at a time.
begin() {
    while (($(jobs -rp | wc -l) >= 2)); do
        wait -n || touch "$WORK/failed"
    done
    check "$@" &
}

# session CAPACITY APP0 CALLBACK0 APP1 CALLBACK1 DIES: messages of each kind of thread; who dies, 2 for nobody
session() { echo "-DSOCKET=1 -DCAPACITY=$1 -DAPP0=$2 -DCALLBACK0=$3 -DAPP1=$4 -DCALLBACK1=$5 -DDIES=$6"; }
# process 1 closes while its callback reads the message
HALF_CLOSE='-DCLOSES0=0 -DCLOSES1=1 -DHALF_CLOSE'
WIDE='-DWIDE=7 -DWIDE_PAYLOAD=2'
lane() { echo "-DCAPACITY=$1 -DMAX_PAYLOAD=$2 -DMESSAGES=$3 -DLONGEST=$4"; }

# shellcheck disable=SC2046,SC2086 # lists of options
{
    begin accepted SAFETY callbacks-one-dies wait $(session $ROOM 0 $COUNT 0 $COUNT 0)
    begin accepted SAFETY callbacks wait $(session $ROOM 0 $COUNT 0 $COUNT 2)
    begin accepted SAFETY app-receiver-dies wait $(session $ROOM $COUNT 0 0 0 1)
    begin accepted SAFETY app-sender-dies wait $(session $ROOM $COUNT 0 0 0 0)
    begin accepted SAFETY app wait $(session $ROOM $COUNT 0 0 0 2)
    begin accepted SAFETY batch-receiver-dies wait $(session 1 2 0 0 0 1) -DBATCH
    begin accepted SAFETY batch-full-lane wait $(session 1 2 0 0 0 2) -DBATCH
    begin accepted SAFETY batch wait $(session 2 2 0 0 0 2) -DBATCH
    begin accepted SAFETY polled wait $(session 1 0 1 0 1 2) -DPOLLED
    begin accepted SAFETY polled-one-dies wait $(session 1 0 1 0 0 0) -DPOLLED
    begin accepted SAFETY polled-peer-dies wait $(session 1 0 0 0 1 1) -DPOLLED
    begin accepted SAFETY polled-outbox wait $(session 1 0 2 0 0 2) -DPOLLED
    begin accepted NP app-no-livelock wait $(session 3 3 0 0 0 2)
    begin accepted NP room-no-livelock wait $(session 1 2 0 0 0 2)
    begin accepted SAFETY short-frames lane $(lane 5 1 3 2)
    begin accepted SAFETY long-frames lane $(lane 8 2 2 3)
    begin accepted SAFETY bulk lane $(lane 7 1 3 2) -DAREA=5
    begin accepted SAFETY wide lane $(lane 5 1 2 2) $WIDE
    begin accepted SAFETY both-send-one-closes close $(session 2 0 2 0 2 2) -DCLOSES0=1 -DCLOSES1=0
    begin accepted SAFETY both-close close $(session 2 0 1 0 0 2) -DCLOSES0=1 -DCLOSES1=1
    begin accepted SAFETY both-close-one-dies close $(session 2 0 0 0 0 0) -DCLOSES0=1 -DCLOSES1=1
    begin accepted SAFETY closer-dies close $(session 2 1 0 0 1 0) -DCLOSES0=1 -DCLOSES1=0
    begin accepted SAFETY closers-peer-dies close $(session 2 1 0 0 1 1) -DCLOSES0=1 -DCLOSES1=0
    ((COUNT < 3)) || begin accepted SAFETY half-close-both close $(session 2 0 1 0 0 2) -DCLOSES0=1 -DCLOSES1=1 -DHALF_CLOSE
    begin accepted SAFETY half-close-polled close $(session 2 0 1 0 0 2) $HALF_CLOSE -DPOLLED
    begin accepted SAFETY half-close-peer-dies close $(session 2 0 1 0 0 0) $HALF_CLOSE
    begin accepted SAFETY half-closer-dies close $(session 2 0 0 0 1 0) -DCLOSES0=1 -DCLOSES1=0 -DHALF_CLOSE

    for broken in NO_FENCE_BEFORE_LOOKING NO_FENCE_AFTER_ARM ARM_AFTER_LOOK BELLS_READ_LATE AWAITED_TOO_FAR; do
        begin appEnded SAFETY "$broken" wait $(session 2 3 0 0 0 2) "-D$broken"
    done
    begin appEnded SAFETY NO_POST_AFTER_BATCH wait $(session 2 2 0 0 0 2) -DBATCH -DNO_POST_AFTER_BATCH
    for broken in NO_INTEREST NO_WAKE_OF_SESSION; do
        begin appEnded SAFETY "$broken" wait $(session 1 0 2 0 0 2) -DPOLLED "-D$broken"
    done
    begin visibleAtEnd SAFETY END_LOOKED_FOR_LAST wait $(session 2 1 0 0 1 1) -DEND_LOOKED_FOR_LAST
    begin 'dead[' SAFETY HANGUP_BEFORE_STATE close $(session 2 1 0 0 1 2) -DCLOSES0=1 -DCLOSES1=0 -DHANGUP_BEFORE_STATE
    begin '!(truncated)' SAFETY TRUNCATE_AT_HANG_UP close $(session 2 0 1 0 0 2) $HALF_CLOSE -DTRUNCATE_AT_HANG_UP
    for broken in RELEASE_AFTER_TRUNCATING NO_BYTE BYTE_BEFORE_SHUTDOWN; do
        begin discarded SAFETY "$broken" close $(session 2 0 1 0 0 2) $HALF_CLOSE -DPOLLED "-D$broken"
    done
    begin 'offset+1' SAFETY HEADER_BEFORE_PAYLOAD lane $(lane 5 1 3 2) -DHEADER_BEFORE_PAYLOAD
    begin 'h<4096' SAFETY NO_ZERO_NEXT_HEADER lane $(lane 5 1 3 2) -DNO_ZERO_NEXT_HEADER
    begin 'h<4096' SAFETY WIDE_NOT_ZEROED lane $(lane 5 1 2 2) $WIDE -DWIDE_NOT_ZEROED
    begin 'block)+i' SAFETY BLOCK_REUSED_EARLY lane $(lane 7 1 3 2) -DAREA=5 -DBLOCK_REUSED_EARLY
    begin 'called' SAFETY ACK_BEFORE_CALLBACK lane $(lane 5 1 3 2) -DACK_BEFORE_CALLBACK
}
while [[ -n $(jobs -p) ]]; do
    wait -n || touch "$WORK/failed"
    jobs >"$WORK/jobs"
done
[[ ! -e $WORK/failed ]]
