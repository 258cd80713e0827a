// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.UsageException;
import io.shmooze.builder.SessionBuilder;
import io.shmooze.session.SessionDefaults;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Describes one end of a Qt mailbox. The directory, the limit of a message's length, the wait strategy, this side's
 * name and allowed users have no effect, because the protocol has nothing like them.
 */
public final class QtMailboxBuilder extends SessionBuilder<QtMailboxBuilder> {
    /** The classic programs' size of a segment, bytes. */
    public static final int SEGMENT_SIZE = 1024;
    /** The largest segment that a mailbox is made with, bytes: every message costs a look at all of it. */
    public static final int MAX_SEGMENT_SIZE = 16 * 1024 * 1024;

    private final QtEnd end;
    private QtPair pair = QtPair.classic();
    private int segmentSize = SEGMENT_SIZE;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean truncate;
    private IntConsumer onShared = count -> { };
    private Duration connectTimeout = SessionDefaults.CONNECT_TIMEOUT;
    private Duration reconnectTimeout = SessionDefaults.RECONNECT_TIMEOUT;

    QtMailboxBuilder(QtEnd end) {
        super("qt");
        this.end = end;
    }

    /**
     * Sets the keys.
     *
     * @param keys by default those of the classic programs
     */
    public QtMailboxBuilder keys(QtPair keys) {
        pair = Objects.requireNonNull(keys);
        return this;
    }

    /**
     * Sets the size of the segment that a server makes, and so of the longest message. A client takes the size that it
     * finds, and so does a server that takes over from a killed one whose clients are still attached.
     *
     * @param bytes from 1 to {@link #MAX_SEGMENT_SIZE}, by default {@link #SEGMENT_SIZE}
     * @throws UsageException if it is out of range
     */
    public QtMailboxBuilder segmentSize(int bytes) {
        segmentSize = SessionDefaults.checkRange("segment size", bytes, 1, MAX_SEGMENT_SIZE);
        return this;
    }

    /**
     * Sets the charset of text in the mailbox.
     *
     * @param peers the peer's charset, by default UTF-8
     * @throws UsageException if its letters have zero bytes, as in UTF-16, or it cannot encode letters
     */
    public QtMailboxBuilder charset(Charset peers) {
        charset = checkCharset(peers);
        return this;
    }

    /**
     * Checks that a mailbox can carry text in a charset.
     *
     * @param charset any
     * @return the same
     * @throws UsageException if it cannot
     */
    public static Charset checkCharset(Charset charset) {
        Encoding.check(charset);
        return charset;
    }

    /**
     * Adds a listener that is called when more than one other process is attached, and again when there are more:
     * several clients of one server split its messages between them, and nobody can prevent that.
     *
     * @param listener gets the number of the others, on the mailbox's own thread, after {@code onAttached}
     */
    public QtMailboxBuilder onShared(IntConsumer listener) {
        onShared = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Cuts messages that are too long, as Qt programs do, instead of refusing them.
     *
     * @param cut by default false
     */
    public QtMailboxBuilder truncate(boolean cut) {
        truncate = cut;
        return this;
    }

    /**
     * Limits how long {@link #open} waits for a server, at a client.
     *
     * @param timeout by default 10 seconds
     */
    public QtMailboxBuilder connectTimeout(Duration timeout) {
        connectTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /**
     * Limits how long a client waits for the next server.
     *
     * @param timeout by default 30 seconds; zero to end with the first server
     */
    public QtMailboxBuilder reconnectTimeout(Duration timeout) {
        reconnectTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /**
     * Opens the mailbox. A server does not wait for a client.
     *
     * @return to be closed
     * @throws io.shmooze.UnavailableException for a client, if no server came in time
     * @throws io.shmooze.CannotCreateException for a server, if another one lives
     * @throws io.shmooze.NotPermittedException if the system refuses
     * @throws UsageException if this machine has no native calls for it, or JNA is not on the class path
     * @throws QtException if something else went wrong, such as that JNA cannot load its native library
     */
    public QtMailbox open() {
        QtMailbox mailbox = new QtMailbox(this, sessionOptions(), new Encoding(charset, truncate));
        mailbox.start(connectTimeout);
        return mailbox;
    }

    QtEnd end() {
        return end;
    }

    QtPair pair() {
        return pair;
    }

    IntConsumer onShared() {
        return onShared;
    }

    MailboxOpener opener() {
        return new MailboxOpener(pair, end, segmentSize, reconnectTimeout);
    }

    @Override
    protected QtMailboxBuilder self() {
        return this;
    }
}
