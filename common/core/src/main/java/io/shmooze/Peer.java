// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The process at the other end of a session. Immutable: it stays the same when that process has died.
 *
 * @param pid its process id
 * @param pidVerified whether the pid comes from the kernel. If not, the peer claimed it in the handshake: show it to
 *     people, but decide nothing by it. No JDK tells the pid of a Unix socket's peer, so only the peers of Qt mailboxes
 *     have a verified pid
 * @param user the user that owns the process, as the kernel says (SO_PEERCRED), whatever the peer claims
 * @param name the name that the peer gave itself, by default its pid in digits
 * @param serves what the peer's channel is for; null if the peer is a client, or a server that does not say
 */
public record Peer(long pid, boolean pidVerified, String user, String name, ChannelKind serves) {
    /**
     * A process whose pid is not verified, and that does not say what it serves.
     *
     * @param pid its process id
     * @param user the user that owns it
     * @param name its name
     */
    public Peer(long pid, String user, String name) {
        this(pid, false, user, name, null);
    }
}
