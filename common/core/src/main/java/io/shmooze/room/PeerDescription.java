// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.Detachment;
import io.shmooze.Peer;

/** Describes peers to people. The texts have what a peer says about itself, so they may control a terminal. */
public final class PeerDescription {
    private PeerDescription() {
    }

    /**
     * "alice (pid 12, user ann)", or "pid 12 (user ann)" without a name; marks a pid that only the peer claims.
     *
     * @param name the peer's, or another one
     * @param peer the peer
     * @return one line
     */
    public static String describe(String name, Peer peer) {
        if (peer.pid() == 0) {
            return "a program that this user cannot see";
        }
        String user = "user " + peer.user();
        return isPid(name, peer)
                ? "pid " + peer.pid() + (peer.pidVerified() ? " (" : " (unverified, ") + user + ")"
                : name + " (pid " + peer.pid() + (peer.pidVerified() ? ", " : " unverified, ") + user + ")";
    }

    /**
     * Whether a name is only the process id.
     *
     * @param name the peer's, or another one
     * @param peer the peer
     * @return true if it is
     */
    public static boolean isPid(String name, Peer peer) {
        return name.equals(Long.toString(peer.pid()));
    }

    /**
     * Why a peer is gone.
     *
     * @param detachment of the peer
     * @return the predicate of a sentence
     */
    public static String gone(Detachment detachment) {
        String detail = detachment.detail() == null ? "" : ": " + detachment.detail();
        return switch (detachment.reason()) {
            case CLOSED_HERE -> "was dismissed";
            case CLOSED_BY_PEER -> "left";
            case PEER_DIED -> "died" + detail;
            case FAILED -> "was dropped" + detail;
        };
    }
}
