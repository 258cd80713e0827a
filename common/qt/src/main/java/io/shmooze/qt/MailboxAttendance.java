// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Peer;
import io.shmooze.SessionState;
import io.shmooze.session.Callbacks;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Sees who comes to a mailbox and who goes: as soon as the peer's process has ended, and else once a second, because
 * nothing tells a process that another one has attached or detached.
 *
 * <p><b>Threads.</b> For the mailbox's own thread, except {@link #peer}.
 */
final class MailboxAttendance {
    private static final long WATCHDOG_NS = TimeUnit.SECONDS.toNanos(1);
    /** While there is something to wait for that wakes nobody, or what would wake us could wake another client. */
    private static final long RESTLESS_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Presence presence;
    private final Callbacks callbacks;
    private final Consumer<MailboxLink> onLost;
    private final IntConsumer onShared;
    /** How many others were last seen or told. */
    private volatile int others;
    private volatile Peer peer = new Peer(0, true, "", "0", null);
    private long lookedNs;
    private DeathWatch watch;
    /** The peer's process has ended, so it has to be looked at once. */
    private volatile boolean bereft;

    /**
     * Nobody is there yet.
     *
     * @param onLost called when the peer is gone, before the next one is told
     * @param onShared told when more than one other process is attached
     */
    MailboxAttendance(Presence presence, Callbacks callbacks, Consumer<MailboxLink> onLost, IntConsumer onShared) {
        this.presence = presence;
        this.callbacks = callbacks;
        this.onLost = onLost;
        this.onShared = onShared;
    }

    /** How long until the next look. */
    long dueNs(MailboxLink now) {
        if (bereft) {
            return 0;
        }
        long intervalNs = now.isRestless() || isShared(now) ? RESTLESS_NS : WATCHDOG_NS;
        return Math.max(0, intervalNs - (System.nanoTime() - lookedNs));
    }

    /** Whether other clients wait for the same wake-ups. */
    private boolean isShared(MailboxLink now) {
        return now.end() == QtEnd.CLIENT && others > 1;
    }

    /** Ends the wait of the mailbox's own thread. For any thread. */
    void wake(MailboxLink now) {
        if (!isShared(now)) {
            now.wakeHere();
        }
    }

    Peer peer() {
        return peer;
    }

    /** Sees who has come or gone. */
    void look(MailboxLink now) {
        lookedNs = System.nanoTime();
        bereft = false;
        now.follow();
        Attached present = now.others();
        boolean was = presence.current() != null;
        boolean replaced = was && present.pid() != peer.pid() && present.pid() != 0 && !Attached.isAlive(peer.pid());
        if (was && (present.count() == 0 || replaced)) {
            watch.close();
            onLost.accept(now);
        }
        if (present.count() > 0 && presence.current() == null) {
            peer = Peers.of(present.pid());
            watch = DeathWatch.begin(peer.pid(), () -> mourn(now));
            presence.set(now, SessionState.OPEN);
            callbacks.attached();
        }
        tellShared(present.count());
    }

    private void tellShared(int count) {
        boolean more = count > 1 && count > others;
        others = count;
        if (more) {
            try {
                onShared.accept(count);
            } catch (RuntimeException e) {
                callbacks.error(e);
            }
        }
    }

    private void mourn(MailboxLink now) {
        bereft = true;
        wake(now);
    }

    void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
