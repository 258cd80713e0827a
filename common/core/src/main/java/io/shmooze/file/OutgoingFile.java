// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.ShmoozeException;
import io.shmooze.segment.SegmentDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that this side offers, and sends if the peer wants it.
 *
 * <p><b>Threads.</b> A daemon thread of its own offers, reads, hashes and sends. The peer's messages come on the
 * session's thread, which tells that thread under this object's monitor what to do next. A chunk in flight when the
 * peer asks for another position is harmless: a receiver ignores chunks that do not follow a BEGIN.
 */
public final class OutgoingFile extends FileTransfer {
    private static final long NOTHING = -1;

    private final SourceFile source;
    private final Map<Long, OutgoingFile> all;
    private final FileListener listener;
    /** Random, so that no peer guesses it and no message for another process matches. */
    private final long id = ThreadLocalRandom.current().nextLong();
    private final Thread thread = new Thread(this::run, "shmooze-file-send");
    /** Whether the offer is to be sent next; guarded by this. */
    private boolean offerDue = true;
    /** The position from which the content is to be sent next; guarded by this. */
    private long wanted = NOTHING;
    /** The message for the peer at the end; null for none. Guarded by this. */
    private ByteBuffer last;
    /** Whether the peer still wants what the thread is sending. */
    private volatile boolean current;

    OutgoingFile(Session session, SourceFile source, Map<Long, OutgoingFile> all, FileListener listener) {
        super(session, source.name(), source.size());
        this.source = source;
        this.all = all;
        this.listener = listener;
    }

    void start() {
        all.put(id, this);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            serve();
        } finally {
            sendLast();
        }
    }

    private void serve() {
        try (FileContent content = source.open()) {
            ChunkSender chunks = new ChunkSender(this, source, content, id, this::isCurrent);
            while (awaitTurn()) {
                if (takeOffer()) {
                    ByteBuffer offer = FileMessage.of(FileStep.OFFER, id, size(), name());
                    FileMessageSender.send(session(), offer, this::isCurrent);
                } else {
                    chunks.send(takeWanted(), this::begin);
                }
            }
        } catch (IOException e) {
            giveUp(TransferState.FAILED, "it cannot be read: " + SegmentDirectory.reason(e));
        } catch (InterruptedException e) {
            giveUp(TransferState.CANCELLED, "its thread was interrupted");
        } catch (ShmoozeException e) {
            end(TransferState.FAILED, e.getMessage());
        } catch (RuntimeException | Error e) {
            giveUp(TransferState.FAILED, e.toString());
            throw e;
        }
    }

    /** Waits until there is something to do; false at the end. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        while (!state().isEnd() && !offerDue && wanted == NOTHING) {
            wait();
        }
        return !state().isEnd();
    }

    private synchronized boolean takeOffer() {
        boolean due = offerDue;
        offerDue = false;
        current = true;
        return due;
    }

    private synchronized long takeWanted() {
        long from = wanted;
        wanted = NOTHING;
        current = from != NOTHING;
        return from;
    }

    private synchronized void next(boolean offer, long position, TransferState state) {
        current = false;
        offerDue = offer;
        wanted = position;
        become(state);
    }

    private boolean isCurrent() {
        return current && !state().isEnd();
    }

    private void begin(long from) {
        begun(from);
        listener.onBegin(this);
    }

    /** The receiver wants the bytes from this position on. */
    void wanted(long position) {
        next(false, position, TransferState.RUNNING);
    }

    void arrived() {
        if (sha256() == null) {
            giveUp(TransferState.FAILED, "the other side confirmed it before it was sent");
        } else {
            end(TransferState.DONE, null);
        }
    }

    void refused(String reason) {
        end(transferred() == skipped() ? TransferState.REFUSED : TransferState.CANCELLED, reason);
    }

    /** Called when any session of this process has lost its peer. */
    void detached() {
        SessionState now = session().state();
        if (now == SessionState.RECONNECTING) {
            next(false, NOTHING, TransferState.PAUSED);
        } else if (now == SessionState.CLOSED) {
            end(TransferState.FAILED, "the other side is gone");
        }
    }

    /** Called when any session of this process has a new peer. */
    void attached() {
        if (state() == TransferState.PAUSED && session().state() == SessionState.OPEN) {
            next(true, NOTHING, TransferState.OFFERED);
        }
    }

    @Override
    public void cancel(String reason) {
        giveUp(TransferState.CANCELLED, reason);
        FileMessageSender.awaitSent(thread);
    }

    private void giveUp(TransferState state, String reason) {
        end(state, reason, FileMessage.of(FileStep.WITHDRAW, id, 0, reason));
    }

    private void end(TransferState state, String reason) {
        end(state, reason, null);
    }

    private void end(TransferState state, String reason, ByteBuffer lastMessage) {
        synchronized (this) {
            if (!finish(state, reason)) {
                return;
            }
            last = lastMessage;
        }
        all.remove(id);
        listener.onEnd(this);
    }

    /** On the file's own thread: it can wait for a busy peer, and the message follows the chunks. */
    private void sendLast() {
        ByteBuffer due;
        synchronized (this) {
            due = last;
        }
        try {
            if (due != null) {
                FileMessageSender.send(session(), due, () -> true);
            }
        } catch (ShmoozeException e) {
            // The other side notices when the session ends, and keeps the part that it has.
            return;
        }
    }
}
