// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Peer;
import io.shmooze.SessionState;
import io.shmooze.session.Callbacks;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sees who comes to a mailbox and who goes. Nothing tells a process that another one has attached or detached, so this
 * looks twenty times a second, and as soon as the peer's process has ended.
 *
 * <p><b>Threads.</b> For the mailbox's own thread, except {@link #peer}.
 */
final class MailboxAttendance {
    static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Presence presence;
    private final Callbacks callbacks;
    private final Consumer<MailboxLink> onLost;
    private volatile Peer peer = new Peer(0, "", "0");
    private long lookedNs;
    private DeathWatch watch;
    /** The peer's process has ended, so it has to be looked at once. */
    private volatile boolean bereft;

    /**
     * Nobody is there yet.
     *
     * @param onLost called when the peer is gone, before the next one is told
     */
    MailboxAttendance(Presence presence, Callbacks callbacks, Consumer<MailboxLink> onLost) {
        this.presence = presence;
        this.callbacks = callbacks;
        this.onLost = onLost;
    }

    boolean isDue() {
        return bereft || System.nanoTime() - lookedNs >= HEARTBEAT_NS;
    }

    boolean isBereft() {
        return bereft;
    }

    Peer peer() {
        return peer;
    }

    /** Sees who has come or gone. */
    void look(MailboxLink now) {
        lookedNs = System.nanoTime();
        bereft = false;
        now.follow();
        Attached others = now.others();
        boolean was = presence.current() != null;
        boolean replaced = was && others.pid() != peer.pid() && others.pid() != 0 && !Attached.isAlive(peer.pid());
        if (was && (others.count() == 0 || replaced)) {
            watch.close();
            onLost.accept(now);
        }
        if (others.count() > 0 && presence.current() == null) {
            peer = Peers.of(others.pid());
            watch = DeathWatch.begin(peer.pid(), () -> mourn(now));
            presence.set(now, SessionState.OPEN);
            callbacks.attached();
        }
    }

    private void mourn(MailboxLink now) {
        bereft = true;
        now.wakeHere();
    }

    void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
