// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import io.shmooze.Peer;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;

/**
 * An event of one session. Owns which session that is.
 *
 * <p>The JDK does not register the events by itself, because that would start the Flight Recorder with the first event,
 * which takes 100 ms, in a process that nobody records. {@link FlightRecord} does. The annotations here are inherited.
 */
@Category("Shmooze")
@Registered(false)
@StackTrace(false)
abstract class SessionEvent extends Event {
    @Label("Channel")
    String channel;
    @Label("Peer")
    @Description("The name of the process at the other end")
    String peer;
    @Label("Peer's Process Id")
    @Description("As the peer claims it, except with the Qt protocol")
    long peerPid;

    /** Keeps whose event it is. */
    final void ofSession(String ofChannel, Peer with) {
        channel = ofChannel;
        if (with != null) {
            peer = with.name();
            peerPid = with.pid();
        }
    }
}
