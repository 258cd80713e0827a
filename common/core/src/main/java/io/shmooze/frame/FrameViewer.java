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
 * Looks at the frames of a publisher: always the newest one, and how many were missed. Made by {@code
 * ShmoozeClient.builder(channel).viewFrames()}.
 *
 * <p><b>Guarantees.</b> What is taken is whole, and stays so until it is closed. When the publisher dies, its last
 * whole frame can still be taken, if no server has started in the directory before this side heard of it; when another
 * publisher comes within the reconnect timeout, its frames follow, and their numbers begin again at 1.
 *
 * <p><b>Threads.</b> One thread at a time, except that {@link #close} may be called from any; it ends an {@link #await}
 * in another.
 */
public final class FrameViewer implements AutoCloseable {
    private final Attachments attachments;
    private final Session session;
    private long taken;
    private long missed;
    /** The last message that tells of a board, until it is used, and who sent it. */
    private String toldBoard;
    private Peer sender;

    private FrameViewer(Attachments attachments, Session session) {
        this.attachments = attachments;
        this.session = session;
    }

    /**
     * For the builder of clients.
     *
     * @param directory of the channel
     * @param channel its name
     * @param allowedUsers whose the directory may be, besides this user's own
     * @param connect attaches a client with a listener of the viewer's, that polls
     * @return the viewer, attached
     */
    public static FrameViewer connect(Path directory, String channel, Set<String> allowedUsers,
                                      Function<SessionListener, Session> connect) {
        Attachments attachments = new Attachments(directory, channel, allowedUsers);
        Session session = connect.apply(new SessionListener() {
            @Override
            public void onDetached(Session detached, Detachment detachment) {
                attachments.detach(detachment.peer(), detachment.reason() == DetachReason.PEER_DIED);
            }
        });
        return new FrameViewer(attachments, session);
    }

    /**
     * Waits until there is a frame that was not taken yet.
     *
     * @param timeout how long to wait at most
     * @return false if there is none in time
     * @throws SessionClosedException if the publisher is gone, none came in its place within the reconnect timeout, and
     *     its last frame was taken; or if this viewer is closed
     * @throws ProtocolException if what the publisher says about its frames cannot be
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
        hear();
        attachments.arm();
        try {
            if (!hasNews()) {
                Message message = session.receive(Duration.ofNanos(deadlineNs - System.nanoTime()));
                if (message != null) {
                    note(session, message);
                }
            }
        } finally {
            attachments.disarm();
        }
        useBoard();
    }

    /** Takes the messages that are there, also when they are the last ones. */
    private void hear() {
        try {
            session.drain(this::note);
        } finally {
            useBoard();
        }
    }

    /** Nothing that may fail: what a callback throws about the protocol would end the session. */
    private void note(Session from, Message message) {
        if (message.kind() == MessageKind.TEXT) {
            sender = message.peer();
            toldBoard = message.text();
        }
    }

    private void useBoard() {
        String told = toldBoard;
        toldBoard = null;
        try {
            if (told != null && attachments.use(sender, told)) {
                taken = 0;
            }
        } catch (InterruptedSessionException e) {
            // It is told once only.
            toldBoard = told;
            throw e;
        }
    }

    /**
     * Whether there is a frame that was not taken yet, as far as this side knows without looking at its messages.
     *
     * @return true if {@link #take} would give it
     */
    public boolean hasNews() {
        return attachments.newestNumber() > taken;
    }

    /**
     * Takes the newest frame, and closes the one taken before. Never waits.
     *
     * @return to be closed by the caller; the same frame again if there is no newer one; null if there is none yet, or
     *     the publisher has taken it away by leaving
     * @throws ProtocolException if the frame is not what it says
     * @throws InterruptedSessionException if the thread is interrupted and a file has to be mapped
     * @throws IllegalStateException if this viewer is closed
     */
    public Frame take() {
        hearLastMessages();
        Frame frame = attachments.pin();
        if (frame != null && frame.number() > taken) {
            missed += taken == 0 ? 0 : frame.number() - taken - 1;
            taken = frame.number();
        }
        return frame;
    }

    private void hearLastMessages() {
        try {
            hear();
        } catch (SessionClosedException e) {
            // There is nothing to be heard any more, but the last frame is there.
            return;
        }
    }

    /**
     * How many frames were published since the first one taken, and were not taken.
     *
     * @return a count that only grows
     */
    public long missed() {
        return missed;
    }

    /**
     * Who publishes.
     *
     * @return the process at the other end
     */
    public Peer publisher() {
        return session.peer();
    }

    /** Gives the memory back and ends the session. Idempotent. */
    @Override
    public void close() {
        // First: when the session is over, the line on the board may be another viewer's.
        attachments.leave();
        session.close();
        attachments.close();
    }
}
