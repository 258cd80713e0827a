// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.MessageKind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a room, up to a number and a total length. For one thread at a time. */
final class RoomHistory {
    /** Of all texts together, so that some long messages cannot fill the memory or a member's outbox. */
    static final int MAX_BYTES = 1 << 20;

    private final int limit;
    private final Deque<Said> lines = new ArrayDeque<>();
    private int bytes;

    /**
     * A line in the form in which members get it.
     *
     * @param kind of the message
     * @param payload with the speaker's name in front
     */
    record Said(MessageKind kind, ByteBuffer payload) {
    }

    RoomHistory(int limit) {
        this.limit = limit;
    }

    /** Keeps the line, which nobody changes, and forgets the oldest ones beyond the limits. */
    void add(Said line) {
        lines.add(line);
        bytes += line.payload.remaining();
        while (lines.size() > limit || bytes > MAX_BYTES) {
            bytes -= lines.remove().payload.remaining();
        }
    }

    List<Said> lines() {
        return List.copyOf(lines);
    }
}
