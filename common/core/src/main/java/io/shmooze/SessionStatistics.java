// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Counts of one session since it began; a client's go on across reconnects. Each is read on its own, so they need not
 * fit together while messages flow.
 *
 * @param messagesSent messages published, those sent again after a reconnect included
 * @param bytesSent their payload, bytes
 * @param messagesReceived messages whose callback has returned
 * @param bytesReceived their payload, bytes
 * @param bellsRung wake-ups sent to a sleeping peer
 * @param sleeps times a thread of this side went to sleep
 * @param outboxLength messages waiting in the outbox now
 */
public record SessionStatistics(long messagesSent, long bytesSent, long messagesReceived, long bytesReceived,
                                long bellsRung, long sleeps, int outboxLength) {
}
