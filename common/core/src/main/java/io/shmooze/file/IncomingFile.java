// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that the peer offers and that this side may accept.
 *
 * <p><b>Threads.</b> The peer's messages come on the session's thread, which hashes and writes the bytes: a slow disk
 * slows the peer down and does not fill the memory. The part from an earlier attempt is hashed on a thread of its own.
 * This object's monitor guards the state, and is never held while a message is sent.
 */
public final class IncomingFile extends FileTransfer {
    private final long id;
    private final FileListener listener;
    private final Runnable forget;
    private boolean accepted;
    /** Null before the file is accepted and after the end. Guarded by this. */
    private TargetFile target;
    private boolean flowing;
    private volatile Path path;

    /**
     * A file that is not accepted yet.
     *
     * @param offer the peer's
     * @param forget runs at the end, before the listener is called
     */
    IncomingFile(Session session, FileMessage offer, FileListener listener, Runnable forget) {
        super(session, offer.text(), offer.position());
        this.id = offer.transfer();
        this.listener = listener;
        this.forget = forget;
    }

    /**
     * Accepts the file under the name that the sender gave it. Returns at once; the {@link FileListener} reports the
     * result.
     *
     * @param folder for the file
     * @throws IllegalStateException if it was accepted before
     */
    public void accept(FileFolder folder) {
        accept(folder, name());
    }

    /**
     * Accepts the file under another name. Returns at once; the {@link FileListener} reports the result.
     *
     * @param folder for the file
     * @param ownName its name there; {@link FileFolder#flaw} tells whether the name is possible
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
     * Refuses the file. No effect after the end.
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
     * The path of the received file.
     *
     * @return null unless {@link TransferState#DONE}
     */
    public Path path() {
        return path;
    }

    private void prepare(FileFolder folder, String ownName) {
        try {
            FileFolder.TargetPaths paths = folder.paths(ownName, size());
            folder.requireRoom(paths, size());
            TargetFile found = paths.exists() ? new ExistingFile(paths.target(), size(), () -> !state().isEnd())
                    : new PartFile(paths, size(), () -> !state().isEnd());
            if (adopt(found)) {
                post(FileStep.WANT, found.length(), "");
            } else {
                dispose(found);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized boolean adopt(TargetFile found) {
        target = state().isEnd() ? null : found;
        return target != null;
    }

    /** The peer is about to send the bytes from a position on; those before it must have this digest. */
    void begin(long position, byte[] digest) {
        step(() -> {
            flowing = position == target.length() && target.digest().matches(digest);
            if (flowing) {
                begun(position);
                become(TransferState.RUNNING);
                return () -> listener.onBegin(this);
            }
            target.restart();
            return () -> post(FileStep.WANT, 0, "");
        });
    }

    void data(FileMessage message) {
        step(() -> {
            if (flowing) {
                long end = message.position() + message.bytes().remaining();
                if (message.position() != target.length() || end > size()) {
                    throw new RefusedException("bytes came that were not due");
                }
                target.append(message.bytes());
                reached(end);
            }
            return () -> { };
        });
    }

    void end(byte[] digest) {
        step(() -> flowing ? complete(digest) : () -> { });
    }

    private Runnable complete(byte[] digest) throws IOException {
        if (target.length() != size() || !target.digest().matches(digest)) {
            throw new RefusedException("the SHA-256 is wrong");
        }
        hashed(target.digest().text());
        path = target.complete();
        target = null;
        finish(TransferState.DONE, null);
        return () -> {
            ended();
            post(FileStep.DONE, size(), "");
        };
    }

    private interface Step {
        /** Runs under the monitor; returns the action to run without it. */
        Runnable run() throws IOException;
    }

    /** Ignores messages that were in flight when this side stopped wanting the file, or wanted it from elsewhere. */
    private void step(Step step) {
        try {
            Runnable then = () -> { };
            synchronized (this) {
                if (target != null && !state().isEnd()) {
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
            post(FileStep.REFUSE, 0, reason);
        }
    }

    private boolean end(TransferState end, String reason) {
        if (!finish(end, reason)) {
            return false;
        }
        TargetFile last;
        synchronized (this) {
            last = target;
            target = null;
        }
        if (last != null) {
            dispose(last);
        }
        ended();
        return true;
    }

    private void ended() {
        forget.run();
        listener.onEnd(this);
    }

    private void dispose(TargetFile last) {
        try {
            if (state() == TransferState.FAILED) {
                last.keep();
            } else {
                last.discard();
            }
        } catch (IOException e) {
            throw new ShmoozeException("Cannot close " + name() + ": " + SegmentDirectory.reason(e), e);
        }
    }

    private void post(FileStep step, long position, String text) {
        FileMessageSender.post(session(), FileMessage.of(step, id, position, text),
                e -> lost("the other side cannot be reached: " + e.getMessage()));
    }
}
