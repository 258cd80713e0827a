// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.MessageRefusedException;
import io.shmooze.Session;

/**
 * Follows what happens in a room, for the screen of its server. The default methods do nothing.
 *
 * <p><b>Threads.</b> {@link #onLine} is called by one thread at a time, the other methods by any thread. A listener
 * that blocks holds up the room.
 */
public interface RoomListener {
    /**
     * A line, in the order of the room, before the members get it. If this throws, no member gets the line.
     *
     * @param line valid until the callback returns
     */
    default void onLine(RoomLine line) {
    }

    /**
     * A member was given its name, or another one. Called before the member is told.
     *
     * @param member its session
     * @param name unlike all others in the room; it may have characters that control a terminal's text direction
     */
    default void onNamed(Session member, String name) {
    }

    /**
     * All members are told something, except the one that a member on this machine has joined or left.
     *
     * @param text one line for people, not yet harmless for a terminal
     */
    default void onNotice(String text) {
    }

    /**
     * A member does not get a message that is over the limit of its session.
     *
     * @param speaker who said it; null for a notice
     * @param member the name of the member
     * @param reason the limit
     */
    default void onRefused(String speaker, String member, MessageRefusedException reason) {
    }
}
