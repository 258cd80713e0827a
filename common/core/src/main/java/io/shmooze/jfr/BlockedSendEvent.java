// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.MessageKind;
import io.shmooze.Peer;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * A {@code send} that has waited for longer than the threshold: for room, for the outbox or other senders before it, or
 * for the next server. Recorded when it returns or throws, on the thread that sends, with that thread's stack.
 */
@Name("io.shmooze.BlockedSend")
@Label("Blocked Send")
@Description("A thread waited until its message was in the lane")
@StackTrace
@Threshold("10 ms")
public final class BlockedSendEvent extends SessionEvent {
    @Label("Kind")
    @Description("The name of a MessageKind")
    private String kind;
    @Label("Length")
    @Description("The payload of the message")
    @DataAmount
    private int length;
    @Label("Sent")
    @Description("False if the time was over, the session has ended, or the thread was interrupted")
    private boolean sent;

    /**
     * Ends the time, and records the event if it was long enough.
     *
     * @param ofChannel of the session
     * @param with the peer
     * @param ofKind of the message
     * @param payloadLength bytes
     * @param wasSent whether the message is in the lane
     */
    public void finish(String ofChannel, Peer with, MessageKind ofKind, int payloadLength, boolean wasSent) {
        end();
        if (shouldCommit()) {
            ofSession(ofChannel, with);
            kind = ofKind.name();
            length = payloadLength;
            sent = wasSent;
            commit();
        }
    }
}
