// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The process at the other end of a session.
 *
 * @param pid its process id as it told in the handshake: for people to read, not for decisions about security
 * @param user the user that owns the process, as the kernel told (SO_PEERCRED), not as the peer claims
 * @param name the name it gave itself, or its pid in digits
 * @param serves what the channel is for that it serves; null for a client, and for a server that does not say
 */
public record Peer(long pid, String user, String name, ChannelKind serves) {
    /**
     * A process that does not say what it serves.
     *
     * @param pid its process id
     * @param user the user that owns it
     * @param name its name
     */
    public Peer(long pid, String user, String name) {
        this(pid, user, name, null);
    }
}
