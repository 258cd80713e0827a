// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A session has lost its attachment. An instant, on the session's own thread, before {@code onDetached}. */
@Name("io.shmooze.Detach")
@Label("Detach")
@Description("A session has lost its peer, or is over")
final class DetachEvent extends SessionEvent {
    @Label("Reason")
    @Description("The name of a DetachReason")
    String reason;
    @Label("Detail")
    @Description("One line for people, if the reason does not say it all")
    String detail;
    @Label("Unacknowledged Messages")
    @Description("Sent and not acknowledged, with those that waited in the outbox if the session is over")
    int unacknowledged;
    @Label("Session Over")
    @Description("Whether there is no next attachment")
    boolean over;
}
