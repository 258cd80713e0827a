// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/**
 * How often one mailbox has met the protocol's weaknesses since it was opened. With a Qt program as peer, this side
 * cannot prevent them.
 *
 * @param overwrites messages of ours that the peer wrote over unread; they were put into the mailbox again
 * @param mangled messages of the peer that were delivered with the end of one of ours behind them, or may have been:
 *     the peer had been woken for ours, and wrote over it before it had read; ours is lost
 * @param blankWakeUps wake-ups without a message: the peer wrote over its own message before we could read it, or an
 *     ended process had left counts behind
 */
public record QtCounts(long overwrites, long mangled, long blankWakeUps) {
}
