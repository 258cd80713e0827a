// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that the peer offers, and that this side may take.
 *
 * <p><b>Threads.</b> What the peer says comes on the session's thread; the contents are hashed and written there, so
 * that a slow disk holds the peer up instead of filling the memory. What is there from an earlier attempt is hashed on
 * a thread of its own. All of them meet in this object's monitor, which is never held while a message is sent.
 */
public final class IncomingFile extends FileTransfer {
    private final long id;
    private final FileListener listener;
    private final Runnable forget;
    private boolean accepted;
    /** What is here; null before the file is accepted and after the end. Guarded by this. */
    private Reception reception;
    private boolean flowing;
    private volatile Path path;

    /** For the exchange, which forgets it at the end, before the listener is told. */
    IncomingFile(Session session, long id, String name, long size, FileListener listener, Runnable forget) {
        super(session, name, size);
        this.id = id;
        this.listener = listener;
        this.forget = forget;
    }

    /**
     * Takes it under the name that the sender gave it. Returns at once; what becomes of it is told to the {@link
     * FileListener}.
     *
     * @param folder where to
     * @throws IllegalStateException if it was accepted before
     */
    public void accept(FileFolder folder) {
        accept(folder, name());
    }

    /**
     * Takes it under another name. Returns at once; what becomes of it is told to the {@link FileListener}.
     *
     * @param folder where to
     * @param ownName what it is to be called there; {@link FileFolder#flaw} tells whether that will do
     * @throws UsageException if such a name is not allowed
     * @throws IllegalStateException if it was accepted before
     */
    public void accept(FileFolder folder, String ownName) {
        FileNames.check(ownName);
        synchronized (this) {
            if (accepted) {
                throw new IllegalStateException("The file was accepted before");
            }
            accepted = true;
        }
        Thread thread = new Thread(() -> prepare(folder, ownName), "shmooze-file-look");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Whether {@link #accept} was called.
     *
     * @return false as long as nobody has decided
     */
    public synchronized boolean isAccepted() {
        return accepted;
    }

    /**
     * Does not take it. Without effect after the end.
     *
     * @param reason for the people at the other end, one line
     */
    public void refuse(String reason) {
        giveUp(TransferState.REFUSED, reason);
    }

    @Override
    public void cancel(String reason) {
        giveUp(TransferState.CANCELLED, reason);
    }

    /**
     * Where it is.
     *
     * @return its path; null unless {@link TransferState#DONE}
     */
    public Path path() {
        return path;
    }

    private void prepare(FileFolder folder, String ownName) {
        try {
            FileFolder.Place place = folder.place(ownName, size());
            folder.requireRoom(place, size());
            Reception found = place.exists() ? new PresentFile(place.target(), size(), () -> !state().isEnd())
                    : new PartFile(place, size(), () -> !state().isEnd());
            if (adopt(found)) {
                tell(FileStep.WANT, found.length(), "");
            } else {
                putAway(found);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized boolean adopt(Reception found) {
        reception = state().isEnd() ? null : found;
        return reception != null;
    }

    /** The peer says what it is going to send, and what has to be here already. */
    void begin(long position, byte[] digest) {
        step(() -> {
            flowing = position == reception.length() && reception.digest().matches(digest);
            if (flowing) {
                begun(position);
                become(TransferState.RUNNING);
                return () -> listener.onBegin(this);
            }
            reception.restart();
            return () -> tell(FileStep.WANT, 0, "");
        });
    }

    void data(FileMessage message) {
        step(() -> {
            if (flowing) {
                long end = message.position() + message.bytes().remaining();
                if (message.position() != reception.length() || end > size()) {
                    throw new RefusedException("bytes came that were not due");
                }
                reception.append(message.bytes());
                reached(end);
            }
            return () -> { };
        });
    }

    void end(byte[] digest) {
        step(() -> flowing ? complete(digest) : () -> { });
    }

    private Runnable complete(byte[] digest) throws IOException {
        if (reception.length() != size() || !reception.digest().matches(digest)) {
            throw new RefusedException("the SHA-256 is wrong");
        }
        hashed(reception.digest().text());
        path = reception.complete();
        reception = null;
        finish(TransferState.DONE, null);
        return () -> {
            ended();
            tell(FileStep.DONE, size(), "");
        };
    }

    private interface Step {
        /** Under the monitor; returns what is to be done outside. */
        Runnable run() throws IOException;
    }

    /** What belongs to a file that is not wanted any more, or not again yet, is on its way still and means nothing. */
    private void step(Step step) {
        try {
            Runnable then = () -> { };
            synchronized (this) {
                if (reception != null && !state().isEnd()) {
                    then = step.run();
                }
            }
            then.run();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    void withdrawn(String reason) {
        end(TransferState.CANCELLED, reason);
    }

    /** The peer is gone. */
    void lost(String reason) {
        end(TransferState.FAILED, reason);
    }

    private void fail(Exception error) {
        String reason = error instanceof IOException e ? SegmentDirectory.reason(e)
                : error instanceof ShmoozeException ? error.getMessage() : error.toString();
        giveUp(state() == TransferState.OFFERED ? TransferState.REFUSED : TransferState.CANCELLED, reason);
    }

    private void giveUp(TransferState end, String reason) {
        if (end(end, reason)) {
            tell(FileStep.REFUSE, 0, reason);
        }
    }

    private boolean end(TransferState end, String reason) {
        if (!finish(end, reason)) {
            return false;
        }
        Reception last;
        synchronized (this) {
            last = reception;
            reception = null;
        }
        if (last != null) {
            putAway(last);
        }
        ended();
        return true;
    }

    private void ended() {
        forget.run();
        listener.onEnd(this);
    }

    private void putAway(Reception last) {
        try {
            if (state() == TransferState.FAILED) {
                last.keep();
            } else {
                last.discard();
            }
        } catch (IOException e) {
            throw new ShmoozeException("Cannot put " + name() + " away: " + SegmentDirectory.reason(e), e);
        }
    }

    private void tell(FileStep step, long position, String text) {
        Mail.post(session(), FileMessage.of(step, id, position, text),
                e -> lost("the other side cannot be told: " + e.getMessage()));
    }
}
