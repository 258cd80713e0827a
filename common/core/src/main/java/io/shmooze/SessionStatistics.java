// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Counts of one session since it began. A client's counts go on across reconnects. Each count is read on its own, so
 * they need not fit together while messages flow.
 *
 * @param messagesSent messages published, including those sent again after a reconnect
 * @param bytesSent the sum of their payloads, bytes
 * @param messagesReceived messages whose callback has returned
 * @param bytesReceived the sum of their payloads, bytes
 * @param bellsRung wake-ups sent to a sleeping peer
 * @param sleeps times a thread of this side went to sleep
 * @param outboxLength messages waiting in the outbox now
 * @param questionsInFlight questions that this side has asked and that have not ended
 * @param answersDropped answers to questions that had ended before, for example by a timeout
 */
public record SessionStatistics(long messagesSent, long bytesSent, long messagesReceived, long bytesReceived,
                                long bellsRung, long sleeps, int outboxLength,
                                int questionsInFlight, long answersDropped) {
}
