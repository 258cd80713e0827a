// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Peer;

/** Describes peers to people. What a peer says about itself is made harmless for a terminal. */
final class PeerText {
    private PeerText() {
    }

    /** The name that the peer gave itself, else its pid. */
    static String label(Peer peer) {
        return Printable.inline(peer.name());
    }

    /** "alice (pid 12, user ann)", or "pid 12 (user ann)" without a name; marks a pid that only the peer claims. */
    static String describe(Peer peer) {
        return describe(label(peer), peer);
    }

    /** The same, with another name than the peer gave itself. */
    static String describe(String name, Peer peer) {
        if (peer.pid() == 0) {
            return "a program that this user cannot see";
        }
        String user = "user " + Printable.inline(peer.user());
        return isPid(name, peer)
                ? "pid " + peer.pid() + (peer.pidVerified() ? " (" : " (unverified, ") + user + ")"
                : name + " (pid " + peer.pid() + (peer.pidVerified() ? ", " : " unverified, ") + user + ")";
    }

    static boolean named(Peer peer) {
        return !isPid(peer.name(), peer);
    }

    private static boolean isPid(String name, Peer peer) {
        return name.equals(Long.toString(peer.pid()));
    }

    /** Why a peer is gone, as the predicate of a sentence. */
    static String gone(Detachment detachment) {
        String detail = detachment.detail() == null ? "" : ": " + Printable.inline(detachment.detail());
        return switch (detachment.reason()) {
            case CLOSED_HERE -> "was dismissed";
            case CLOSED_BY_PEER -> "left";
            case PEER_DIED -> "died" + detail;
            case FAILED -> "was dropped" + detail;
        };
    }
}
