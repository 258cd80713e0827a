// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The process at the other end of a session.
 *
 * @param pid its process id
 * @param pidVerified whether the kernel told the pid. If not, the peer told it in the handshake, and may have told
 *     another one: it is for people to read, and nothing is to be decided by it. No JDK tells the pid of a Unix
 *     socket's peer, so it is verified for the peers of Qt mailboxes only
 * @param user the user that owns the process, as the kernel told (SO_PEERCRED), not as the peer claims
 * @param name the name it gave itself, or its pid in digits
 * @param serves what the channel is for that it serves; null for a client, and for a server that does not say
 */
public record Peer(long pid, boolean pidVerified, String user, String name, ChannelKind serves) {
    /**
     * A process whose pid is what it says, and that does not say what it serves.
     *
     * @param pid its process id
     * @param user the user that owns it
     * @param name its name
     */
    public Peer(long pid, String user, String name) {
        this(pid, false, user, name, null);
    }
}
