// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Peer;

/** How peers are named to people. What a peer says of itself is made harmless here. */
final class PeerText {
    private PeerText() {
    }

    /** The name it gave itself, else its pid. */
    static String label(Peer peer) {
        return Printable.inline(peer.name());
    }

    /** "alice (pid 12, user ann)", or "pid 12 (user ann)" for one without a name; says if the pid is only its word. */
    static String describe(Peer peer) {
        return describe(label(peer), peer);
    }

    /** The same of a peer that is called otherwise here. */
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

    /** Why a peer is gone, to follow its description. */
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
