// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.Peer;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/**
 * A thread has slept until the peer, or another thread of this side, woke it. Recorded when it is awake, on that
 * thread. Off unless the settings enable it, because a session may sleep before each message.
 */
@Name("io.shmooze.Sleep")
@Label("Sleep")
@Description("A thread slept until the peer woke it")
@Enabled(false)
@Threshold("0 ms")
public final class SleepEvent extends SessionEvent {
    @Label("Session's Own Thread")
    @Description("False if an application's thread slept, in send, receive, flush or ask")
    private boolean own;

    /**
     * Ends the time, and records the event if it was long enough.
     *
     * @param ofChannel of the session
     * @param with the peer
     * @param isOwn whether it is the session's own thread
     */
    public void finish(String ofChannel, Peer with, boolean isOwn) {
        end();
        if (shouldCommit()) {
            ofSession(ofChannel, with);
            own = isOwn;
            commit();
        }
    }
}
