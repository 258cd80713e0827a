// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.Detachment;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.session.Deadlines;
import io.shmooze.session.HandshakeLine;
import io.shmooze.wait.EventCount;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The viewers of a frame pool: each has a session and a slot in the pool. A session carries two kinds of message only:
 * one tells a viewer that has attached where the pool is, and empty ones wake it. The kernel reports the end of a
 * session, which frees the slot of a viewer that died with a frame pinned.
 *
 * <p><b>Threads.</b> Sessions call the listener's methods, the publishing thread calls {@link #ring}.
 */
final class Viewers implements SessionListener {
    /** How often a ring is tried while another thread holds the session's lock. */
    private static final int TRIES = 64;
    private static final ByteBuffer BELL = ByteBuffer.allocate(0);

    private final List<Viewer> attached = new CopyOnWriteArrayList<>();
    private final BitSet takenSlots = new BitSet();
    /** Null before it exists, and when it is gone. */
    private FramePoolWriter pool;
    private boolean retired;

    /** An attached viewer; it waits on the event count {@code newFrames}. */
    private record Viewer(Session session, int slot, EventCount newFrames) {
    }

    /** Serves viewers from now on. Those that attached before have waited for this. */
    synchronized void serve(FramePoolWriter newPool) {
        pool = newPool;
        notifyAll();
    }

    /** Closes the pool. The sessions are over, or soon will be. */
    synchronized void retire() {
        retired = true;
        if (pool != null) {
            pool.close();
            pool = null;
        }
        notifyAll();
    }

    @Override
    public synchronized void onAttached(Session session) {
        awaitPool();
        if (retired) {
            session.close();
            return;
        }
        int slot = takenSlots.nextClearBit(0);
        takenSlots.set(slot);
        pool.clearSlot(slot);
        attached.add(new Viewer(session, slot, pool.newFrames(slot)));
        session.send(HandshakeLine.format(FramePoolDescriptor.ANNOUNCEMENT, "version", FramePoolDescriptor.VERSION,
                "key", pool.key(), "places", pool.slots(), "place", slot));
        notifyAll();
    }

    private void awaitPool() {
        boolean interrupted = false;
        while (pool == null && !retired) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void onDetached(Session session, Detachment detachment) {
        for (Viewer viewer : attached) {
            if (viewer.session == session) {
                attached.remove(viewer);
                takenSlots.clear(viewer.slot);
                if (!retired) {
                    pool.clearSlot(viewer.slot);
                }
            }
        }
        notifyAll();
    }

    int count() {
        return attached.size();
    }

    /** Waits until at least this many are attached; false if they are not in time. */
    synchronized boolean await(int count, Duration timeout) throws InterruptedException {
        long deadlineNs = Deadlines.after(timeout);
        while (attached.size() < count && !Deadlines.isOver(deadlineNs)) {
            TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
        }
        return attached.size() >= count;
    }

    /** Wakes sleeping viewers. After {@link FramePoolWriter#publish}: its fence precedes the look at the epochs. */
    void ring() {
        for (Viewer viewer : attached) {
            if (viewer.newFrames.takeWaiterUnfenced()) {
                ring(viewer.session);
            }
        }
    }

    /** A viewer's lane has room unless the viewer misbehaves. If it has not, another thread waits for room. */
    private static void ring(Session session) {
        try {
            for (int i = 0; i < TRIES; i++) {
                if (session.offer(MessageKind.BINARY, BELL)) {
                    return;
                }
                Thread.onSpinWait();
            }
            Thread patient = new Thread(() -> ringPatiently(session), "shmooze-" + session.channel() + "-ring");
            patient.setDaemon(true);
            patient.start();
        } catch (SessionClosedException e) {
            // The viewer is gone; its session reports that on its own thread.
            return;
        }
    }

    private static void ringPatiently(Session session) {
        try {
            session.send(MessageKind.BINARY, BELL);
        } catch (SessionClosedException e) {
            // As above.
            return;
        }
    }
}
