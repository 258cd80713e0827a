// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;

/** What the victim does, other than passing messages, when it is killed. */
enum KillScenario {
    /** A server starts in a directory in which another one has died. */
    SERVER_STARTS(Side.SERVER, false, "open"),
    /** A server serves the handshake of a client. */
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
    /** Whether the victim is opened before. */
    final boolean opened;
    /** The command that the victim is given; null if it acts by itself. */
    final String command;

    KillScenario(Side side, boolean opened, String command) {
        this.side = side;
        this.opened = opened;
        this.command = command;
    }

    /** The scenario in which a victim passes a fail-point. */
    static KillScenario of(FailPoint point) {
        return point.name().startsWith("SERVER_") ? SERVER_ACCEPTS
                : point.name().startsWith("CLIENT_") ? CLIENT_ATTACHES
                : point.name().startsWith("RECOVERY_") ? CLIENT_RECOVERS : SERVER_CLOSES;
    }
}
