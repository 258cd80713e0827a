// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import java.nio.ByteBuffer;

/**
 * What somebody has said in a room.
 *
 * @param from the member's session; null if the server itself speaks, or somebody on another machine
 * @param own whether the server itself speaks
 * @param speaker the speaker's name
 * @param kind of the message
 * @param text without the name
 */
public record RoomLine(Session from, boolean own, String speaker, MessageKind kind, ByteBuffer text) {
}
