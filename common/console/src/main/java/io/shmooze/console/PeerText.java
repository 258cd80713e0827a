// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Peer;
import io.shmooze.room.PeerDescription;

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
        return describe(peer.name(), peer);
    }

    /** The same, with another name than the peer gave itself. */
    static String describe(String name, Peer peer) {
        return Printable.inline(PeerDescription.describe(name, peer));
    }

    static boolean named(Peer peer) {
        return !PeerDescription.isPid(peer.name(), peer);
    }

    /** Why a peer is gone, as the predicate of a sentence. */
    static String gone(Detachment detachment) {
        return Printable.inline(PeerDescription.gone(detachment));
    }
}
