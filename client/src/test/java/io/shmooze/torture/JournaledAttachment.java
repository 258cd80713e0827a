// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.DetachReason;
import java.util.ArrayList;
import java.util.List;

/** One attachment as one of its sides has written it into its journal. */
final class JournaledAttachment {
    /** A message that arrived. Its number is 0 as long as it is unknown. */
    static final class ReceivedMessage {
        final JournalEntry entry;
        int number;
        boolean returned;
        boolean torn;

        ReceivedMessage(JournalEntry entry) {
            this.entry = entry;
            this.number = entry.number();
            this.torn = (entry.flags() & JournalEntry.TORN) != 0;
        }

        boolean isRedelivered() {
            return (entry.flags() & JournalEntry.REDELIVERED) != 0;
        }
    }

    final int incarnation;
    final int session;
    /** A client's stream at the server, the server's incarnation at a client. */
    final int peer;
    /** Length of each bulk area. */
    final int bulkSize;
    final List<ReceivedMessage> received = new ArrayList<>();
    final List<JournalEntry> unacknowledged = new ArrayList<>();
    /** Null if it never ended, as far as this side could write. */
    DetachReason reason;
    boolean last;
    long endedNs;

    JournaledAttachment(int incarnation, int session, int peer, int bulkSize) {
        this.incarnation = incarnation;
        this.session = session;
        this.peer = peer;
        this.bulkSize = bulkSize;
    }

    void add(JournalEntry entry) {
        switch (entry.kind()) {
            case BEGUN -> received.add(new ReceivedMessage(entry));
            case RETURNED -> {
                ReceivedMessage message = received.get(received.size() - 1);
                message.returned = true;
                message.torn |= (entry.flags() & JournalEntry.TORN) != 0;
            }
            case UNACKNOWLEDGED -> unacknowledged.add(entry);
            default -> {
                reason = DetachReason.values()[entry.flags() & ~JournalEntry.FINAL];
                last = (entry.flags() & JournalEntry.FINAL) != 0;
                endedNs = entry.timeNs();
            }
        }
    }

    /** The messages of one stream, and those too short to tell their stream if they can only be of this one. */
    List<ReceivedMessage> of(int stream) {
        boolean tellsAll = (stream & 1) == 0;
        return received.stream().filter(message -> message.entry.stream() == stream
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
