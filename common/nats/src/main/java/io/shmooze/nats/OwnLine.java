// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.room.RoomLine;

/**
 * A line that was said on this machine, until everybody here has it and the stream has it. Guarded by its room, except
 * what is final.
 */
final class OwnLine {
    private final RoomMessage message;
    private final RoomLine line;
    /** Whether the members here have it. */
    private boolean shown;
    /** Whether the stream has it. */
    private boolean stored;
    /** Whether it is to be published; false if too many lines wait. */
    private boolean kept = true;
    private RuntimeException failure;

    OwnLine(RoomMessage message, RoomLine said) {
        this.message = message;
        RoomLine copy = message.line();
        this.line = new RoomLine(said.from(), said.own(), said.speaker(), said.kind(), copy.text());
    }

    RoomMessage message() {
        return message;
    }

    RoomLine line() {
        return line;
    }

    boolean isShown() {
        return shown;
    }

    /**
     * Records that the members have it.
     *
     * @param error what the room has thrown; null if nothing
     */
    void shown(RuntimeException error) {
        shown = true;
        failure = error;
    }

    RuntimeException failure() {
        return failure;
    }

    boolean isStored() {
        return stored;
    }

    void stored() {
        stored = true;
    }

    boolean isKept() {
        return kept;
    }

    void giveUp() {
        kept = false;
    }
}
