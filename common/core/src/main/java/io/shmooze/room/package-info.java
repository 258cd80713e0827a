// SPDX-License-Identifier: Apache-2.0

/**
 * Rooms: everybody hears what one member says. A {@link io.shmooze.room.Room} gives the members of a server their
 * names, passes on their lines, keeps the last ones, and announces who joins and who leaves. {@link
 * io.shmooze.room.RoomLines} defines the form of the messages. A {@link io.shmooze.room.RoomTransport} joins rooms on
 * several machines into one.
 */
package io.shmooze.room;
