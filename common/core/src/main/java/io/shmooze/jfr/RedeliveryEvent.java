// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/**
 * A client sends to a new server what the lost one has not acknowledged. An instant, on the session's own thread, when
 * these messages are the next in the outbox. Not recorded if there are none.
 */
@Name("io.shmooze.Redelivery")
@Label("Redelivery")
@Description("A client sends again what the server that it has lost had not acknowledged")
final class RedeliveryEvent extends SessionEvent {
    @Label("Messages")
    int messages;
    @Label("Bytes")
    @Description("The sum of their payloads")
    @DataAmount
    long bytes;
    @Label("Questions")
    @Description("Repeatable questions that are asked again")
    int questions;
}
