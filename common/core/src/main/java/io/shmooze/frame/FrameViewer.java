// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.InterruptedSessionException;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.session.Deadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes the frames of a publisher, always the newest, and counts those it has missed. Made by {@code
 * ShmoozeClient.builder(channel).viewFrames()}.
 *
 * <p><b>Guarantees.</b> A frame that was taken is whole, and stays so until it is closed. When the publisher dies, its
 * last whole frame can still be taken, unless another server starts in the directory before this side notices. When
 * another publisher comes within the reconnect timeout, its frames follow, and their numbers begin again at 1.
 *
 * <p><b>Threads.</b> One thread at a time, except that {@link #close} may be called from any; it ends an {@link #await}
 * in another.
 */
public final class FrameViewer implements AutoCloseable {
    private final CurrentFramePool pool;
    private final Session session;
    private long taken;
    private long missed;
    /** The last message that names a pool, and its sender; null once it is used. */
    private String announcement;
    private Peer sender;

    private FrameViewer(CurrentFramePool pool, Session session) {
        this.pool = pool;
        this.session = session;
    }

    /**
     * For the builder of clients.
     *
     * @param directory of the channel
     * @param channel its name
     * @param allowedUsers other users that may own the directory
     * @param connect attaches a client that polls, with a listener of the viewer's
     * @return the viewer, attached
     */
    public static FrameViewer connect(Path directory, String channel, Set<String> allowedUsers,
                                      Function<SessionListener, Session> connect) {
        CurrentFramePool pool = new CurrentFramePool(directory, channel, allowedUsers);
        Session session = connect.apply(new SessionListener() {
            @Override
            public void onDetached(Session detached, Detachment detachment) {
                pool.detach(detachment.peer(), detachment.reason() == DetachReason.PEER_DIED);
            }
        });
        return new FrameViewer(pool, session);
    }

    /**
     * Waits until there is a frame that was not taken yet.
     *
     * @param timeout how long to wait at most
     * @return false if there is none in time
     * @throws SessionClosedException if the publisher is gone, none came in its place within the reconnect timeout, and
     *     its last frame was taken; or if this viewer is closed
     * @throws ProtocolException if the publisher's message about its frames breaks the protocol
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    public boolean await(Duration timeout) {
        long deadlineNs = Deadlines.after(timeout);
        try {
            boolean over = false;
            while (!hasNews() && !over) {
                over = Deadlines.isOver(deadlineNs);
                sleep(deadlineNs);
            }
            return hasNews();
        } catch (SessionClosedException e) {
            if (hasNews()) {
                return true;
            }
            throw e;
        }
    }

    private void sleep(long deadlineNs) {
        readMessages();
        pool.arm();
        try {
            if (!hasNews()) {
                Message message = session.receive(Duration.ofNanos(deadlineNs - System.nanoTime()));
                if (message != null) {
                    note(session, message);
                }
            }
        } finally {
            pool.disarm();
        }
        usePool();
    }

    /** Reads the messages that are there. Uses the pool that they name even if the session has ended. */
    private void readMessages() {
        try {
            session.drain(this::note);
        } finally {
            usePool();
        }
    }

    /** Only stores, because a callback that throws ProtocolException ends the session. */
    private void note(Session from, Message message) {
        if (message.kind() == MessageKind.TEXT) {
            sender = message.peer();
            announcement = message.text();
        }
    }

    private void usePool() {
        String unused = announcement;
        announcement = null;
        try {
            if (unused != null && pool.use(sender, unused)) {
                taken = 0;
            }
        } catch (InterruptedSessionException e) {
            // The publisher does not repeat it.
            announcement = unused;
            throw e;
        }
    }

    /**
     * Whether there is a frame that was not taken yet. Reads no messages, so it does not notice a new publisher.
     *
     * @return true if {@link #take} would give it
     */
    public boolean hasNews() {
        return pool.newestNumber() > taken;
    }

    /**
     * Takes the newest frame, and closes the one taken before. Never waits.
     *
     * @return to be closed by the caller; the same frame again if there is no newer one; null if there is none yet, or
     *     the publisher left and removed it
     * @throws ProtocolException if the frame's header breaks the protocol
     * @throws InterruptedSessionException if the thread is interrupted while a file is mapped
     * @throws IllegalStateException if this viewer is closed
     */
    public Frame take() {
        readLastMessages();
        Frame frame = pool.pin();
        if (frame != null && frame.number() > taken) {
            missed += taken == 0 ? 0 : frame.number() - taken - 1;
            taken = frame.number();
        }
        return frame;
    }

    private void readLastMessages() {
        try {
            readMessages();
        } catch (SessionClosedException e) {
            // No message can come any more, but the last frame is there.
            return;
        }
    }

    /**
     * How many frames were published since the first one that was taken, and were not taken.
     *
     * @return a count that never decreases
     */
    public long missed() {
        return missed;
    }

    /**
     * The publisher.
     *
     * @return the process at the other end
     */
    public Peer publisher() {
        return session.peer();
    }

    /** Unmaps the frames and ends the session. Idempotent. */
    @Override
    public void close() {
        // First, because another viewer may have the slot once the session is over.
        pool.leave();
        session.close();
        pool.close();
    }
}
