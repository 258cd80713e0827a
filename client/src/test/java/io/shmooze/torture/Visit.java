// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.DetachReason;
import java.util.ArrayList;
import java.util.List;

/** One attachment as one of its sides has written it down. */
final class Visit {
    /** A message that came: its number is 0 while nobody knows. */
    static final class Heard {
        final Entry entry;
        int number;
        boolean returned;

        Heard(Entry entry) {
            this.entry = entry;
            this.number = entry.number();
        }

        boolean isRedelivered() {
            return (entry.flags() & Entry.REDELIVERED) != 0;
        }
    }

    final int incarnation;
    final int session;
    /** A client's stream at the server, the server's incarnation at a client. */
    final int peer;
    final List<Heard> heard = new ArrayList<>();
    final List<Entry> unacknowledged = new ArrayList<>();
    /** Null if it never ended, as far as this side could write. */
    DetachReason reason;
    boolean last;
    long endedNs;

    Visit(int incarnation, int session, int peer) {
        this.incarnation = incarnation;
        this.session = session;
        this.peer = peer;
    }

    void add(Entry entry) {
        switch (entry.kind()) {
            case BEGUN -> heard.add(new Heard(entry));
            case RETURNED -> heard.get(heard.size() - 1).returned = true;
            case UNACKNOWLEDGED -> unacknowledged.add(entry);
            default -> {
                reason = DetachReason.values()[entry.flags() & ~Entry.FINAL];
                last = (entry.flags() & Entry.FINAL) != 0;
                endedNs = entry.timeNs();
            }
        }
    }

    /** The messages of one stream, those too short to tell included if they can only be of this one. */
    List<Heard> of(int stream) {
        boolean tellsAll = (stream & 1) == 0;
        return heard.stream().filter(message -> message.entry.stream() == stream
                || tellsAll && message.entry.stream() == 0).toList();
    }

    /** Whether this side lived on after the other had gone. */
    boolean isSurvived() {
        return reason == DetachReason.PEER_DIED || reason == DetachReason.CLOSED_BY_PEER;
    }

    @Override
    public String toString() {
        return "session " + incarnation + "." + session + " with " + peer + ", ended " + reason;
    }
}
