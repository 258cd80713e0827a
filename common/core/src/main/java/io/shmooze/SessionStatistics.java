// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Counts of one session since it began; those that say "now" are of this moment. A client's counts go on across
 * reconnects. Each count is read on its own, so they need not fit together while messages flow. Questions, answers and
 * failures count as messages. A rate is the difference of two readings by the time between them.
 *
 * @param messagesSent messages published, including those sent again after a reconnect
 * @param bytesSent the sum of their payloads, bytes; of a question or an answer with the 8 bytes of its number
 * @param messagesReceived messages whose callback has returned
 * @param bytesReceived the sum of their payloads, bytes; as sent
 * @param bellsRung wake-ups sent to a sleeping peer
 * @param sleeps times a thread of this side went to sleep
 * @param outboxLength messages waiting in the outbox now
 * @param questionsInFlight questions that this side has asked and whose futures have not ended, now
 * @param answersDropped answers and failures that came after their questions had ended, for example by a timeout
 * @param unacknowledgedMessages messages that are published and that the peer has not handled, now. In a fast stream
 *     the peer counts in steps of 64, so up to 63 of them may be handled. 0 while there is no peer; -1 if the peer does
 *     not count
 * @param unacknowledgedBytes how much of the lane they take, now, with headers; of long messages only the headers and
 *     what is not in the bulk area
 * @param blockedSends messages for which a thread had to wait, in {@code send} or {@code flush}, until there was room
 * @param outboxRefusals messages that the outbox did not take because it was full
 * @param redeliveriesSent those of messagesSent that were sent again, and marked as redelivered
 * @param redeliveriesReceived those of messagesReceived that were marked as redelivered
 */
public record SessionStatistics(long messagesSent, long bytesSent, long messagesReceived, long bytesReceived,
                                long bellsRung, long sleeps, int outboxLength, int questionsInFlight,
                                long answersDropped, long unacknowledgedMessages, long unacknowledgedBytes,
                                long blockedSends, long outboxRefusals, long redeliveriesSent,
                                long redeliveriesReceived) {
}
