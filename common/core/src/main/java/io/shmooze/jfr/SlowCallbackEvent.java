// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.MessageKind;
import io.shmooze.Peer;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/**
 * A callback of a message or a question, or the handler of a {@code poll} or {@code receive}, that took longer than the
 * threshold. Recorded when it has returned, on the thread that ran it.
 */
@Name("io.shmooze.SlowCallback")
@Label("Slow Callback")
@Description("The application took long to handle one message; the peer waits meanwhile")
@Threshold("10 ms")
public final class SlowCallbackEvent extends SessionEvent {
    private static final SlowCallbackEvent PROBE = new SlowCallbackEvent();

    @Label("Kind")
    @Description("The name of a MessageKind")
    private String kind;
    @Label("Length")
    @Description("The payload of the message")
    @DataAmount
    private int length;

    /** Whether any recording wants this event. */
    static boolean isWanted() {
        return PROBE.isEnabled();
    }

    /**
     * Ends the time, and records the event if it was long enough.
     *
     * @param ofChannel of the session
     * @param with the peer
     * @param ofKind of the message
     * @param payloadLength bytes
     */
    public void finish(String ofChannel, Peer with, MessageKind ofKind, int payloadLength) {
        end();
        if (shouldCommit()) {
            ofSession(ofChannel, with);
            kind = ofKind.name();
            length = payloadLength;
            commit();
        }
    }
}
