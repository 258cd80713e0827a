// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Counts of one session since it began. A client's counts go on across reconnects. Each count is read on its own, so
 * they need not fit together while messages flow. Questions, answers and failures count as messages.
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
 */
public record SessionStatistics(long messagesSent, long bytesSent, long messagesReceived, long bytesReceived,
                                long bellsRung, long sleeps, int outboxLength,
                                int questionsInFlight, long answersDropped) {
}
