// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.Session;
import java.util.List;

/**
 * Puts the lines of a room in order, and may carry them to other machines. Without one, a room gives each line at once
 * to its own members. The methods are called by any thread, also several at a time.
 */
public interface RoomTransport {
    /** Somebody who is in the room on another machine. */
    interface Guest {
        /**
         * The name there.
         *
         * @return never null
         */
        String name();

        /**
         * Name, process, user and machine, for people.
         *
         * @return one line
         */
        String description();
    }

    /**
     * Somebody on this machine has said something. Returns when {@link Room#deliver} was called with the line, so that
     * nobody speaks faster than the room can pass on.
     *
     * @param line valid until the method returns
     * @throws io.shmooze.MessageRefusedException if the line is too long; nobody gets it
     */
    void say(RoomLine line);

    /**
     * The members of the room on other machines.
     *
     * @return in a fixed order
     */
    List<? extends Guest> elsewhere();

    /** A member of this machine has joined, or has another name. */
    void membersChanged();

    /**
     * A member of this machine is gone.
     *
     * @param member its session
     * @param how the predicate of a sentence
     */
    void left(Session member, String how);
}
