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
 * The viewers of a board, each on a session with a line of its own on the board. A session carries two messages only:
 * where the board is, when a viewer attaches, and an empty one that wakes it. Its end, which the kernel tells, is what
 * frees the line of a viewer that died with a frame pinned.
 *
 * <p><b>Threads.</b> Sessions call the listener's methods, the publishing thread calls {@link #ring}.
 */
final class Viewers implements SessionListener {
    /** The message that tells where the board is. */
    static final String BOARD = "BOARD";

    /** So often is a ring tried while another thread holds the session's lock. */
    private static final int TRIES = 64;
    private static final ByteBuffer BELL = ByteBuffer.allocate(0);

    private final List<Viewer> attached = new CopyOnWriteArrayList<>();
    private final BitSet places = new BitSet();
    /** Null before it exists, and when it is gone. */
    private BoardWriter board;
    private boolean retired;

    /** One of them; {@code newFrames} is the event count that it waits on. */
    private record Viewer(Session session, int place, EventCount newFrames) {
    }

    /** From now on viewers are served; those that came before wait. */
    synchronized void serve(BoardWriter newBoard) {
        board = newBoard;
        notifyAll();
    }

    /** Closes the board. The sessions are over, or soon will be. */
    synchronized void retire() {
        retired = true;
        if (board != null) {
            board.close();
            board = null;
        }
        notifyAll();
    }

    @Override
    public synchronized void onAttached(Session session) {
        awaitBoard();
        if (retired) {
            session.close();
            return;
        }
        int place = places.nextClearBit(0);
        places.set(place);
        board.clearLine(place);
        attached.add(new Viewer(session, place, board.newFrames(place)));
        session.send(HandshakeLine.format(BOARD, "version", BoardDescriptor.VERSION, "key", board.key(),
                "places", board.places(), "place", place));
        notifyAll();
    }

    private void awaitBoard() {
        boolean interrupted = false;
        while (board == null && !retired) {
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
                places.clear(viewer.place);
                if (!retired) {
                    board.clearLine(viewer.place);
                }
            }
        }
        notifyAll();
    }

    int count() {
        return attached.size();
    }

    /** Waits until so many are attached; false if they are not in time. */
    synchronized boolean await(int count, Duration timeout) throws InterruptedException {
        long deadlineNs = Deadlines.after(timeout);
        while (attached.size() < count && !Deadlines.isOver(deadlineNs)) {
            TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
        }
        return attached.size() >= count;
    }

    /** Wakes sleeping viewers. After {@link BoardWriter#publish}, whose fence comes before the look at the epochs. */
    void ring() {
        for (Viewer viewer : attached) {
            if (viewer.newFrames.takeWaiterUnfenced()) {
                ring(viewer.session);
            }
        }
    }

    /** A decent viewer's lane has room. If it has not, or its lock is held for long, another thread waits for it. */
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
            // The viewer is gone; its session tells so on its own thread.
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
