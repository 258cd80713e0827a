// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;

/** What a process can be doing, other than passing messages, when it is killed. */
enum KillScenario {
    /** A server starts where another one has died. */
    SERVER_STARTS(Side.SERVER, false, "open"),
    /** A server shakes hands with a client. */
    SERVER_ACCEPTS(Side.SERVER, true, null),
    /** A server closes, with a client attached. */
    SERVER_CLOSES(Side.SERVER, true, "close"),
    /** A client attaches. */
    CLIENT_ATTACHES(Side.CLIENT, false, "open"),
    /** A client goes on with the next server. */
    CLIENT_RECOVERS(Side.CLIENT, true, null),
    /** A client closes. */
    CLIENT_CLOSES(Side.CLIENT, true, "close");

    final Side side;
    /** Whether the victim is open before. */
    final boolean opened;
    /** What the victim is told, null if it has to act of its own accord. */
    final String command;

    KillScenario(Side side, boolean opened, String command) {
        this.side = side;
        this.opened = opened;
        this.command = command;
    }

    /** When a victim comes to a place. */
    static KillScenario of(FailPoint point) {
        return point.name().startsWith("SERVER_") ? SERVER_ACCEPTS
                : point.name().startsWith("CLIENT_") ? CLIENT_ATTACHES
                : point.name().startsWith("RECOVERY_") ? CLIENT_RECOVERS : SERVER_CLOSES;
    }
}
