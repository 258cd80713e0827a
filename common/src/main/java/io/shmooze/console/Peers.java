// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Peer;

/** How peers are named to people. What a peer says of itself is made harmless here. */
final class Peers {
    private Peers() {
    }

    /** The name it gave itself, else its pid. */
    static String label(Peer peer) {
        return Visible.inline(peer.name());
    }

    /** "alice (pid 12, user ann)", or "pid 12 (user ann)" for one without a name. */
    static String describe(Peer peer) {
        if (peer.pid() == 0) {
            return "a program that this user cannot see";
        }
        String user = "user " + Visible.inline(peer.user());
        return named(peer)
                ? label(peer) + " (pid " + peer.pid() + ", " + user + ")"
                : "pid " + peer.pid() + " (" + user + ")";
    }

    static boolean named(Peer peer) {
        return !peer.name().equals(Long.toString(peer.pid()));
    }
}
