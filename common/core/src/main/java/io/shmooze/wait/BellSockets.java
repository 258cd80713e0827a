// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The sockets of a session after the handshake. Writing one byte wakes the peer; reading a byte wakes the sleepers
 * here; end-of-file says that the peer's process is gone.
 *
 * <p><b>Why two sockets.</b> With a listener, reading blocks, because a thread asleep in {@code read} wakes a quarter
 * faster than one in a selector (35 against 47 us between two CPUs, 9.3 against 10.4 us on one). Writing does not
 * block, because the JDK closes a blocking channel when its thread is interrupted, and the application's threads write.
 * One channel cannot do both.
 *
 * <p><b>Without a listener</b> the application's threads wait for bells, so reading does not block either: an interrupt
 * only wakes a selector, and a selector takes a timeout. The peer ends both sockets when it hangs up, and never rings
 * on the one that this side writes to. So a second thread can wait for the end on that one, and sleep through all
 * bells.
 *
 * <p><b>Half-closing.</b> If both sides do so, hanging up and the end of a side's use of the segment are two events. To
 * hang up, a side shuts its bells down, and writes one byte to the other socket to wake a thread that waits there. It
 * closes that socket when it does not use the segment any more. The kernel closes the sockets of a dead process after
 * it has unmapped its memory, so this holds for every death too.
 */
public final class BellSockets implements BellWire {
    /** How long to wait for the end before looking again, if there is no file descriptor for a selector. */
    private static final long NO_SELECTOR_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A wait for longer is for ever, and needs no timer. */
    private static final long LONGEST_TIMEOUT_NS = TimeUnit.DAYS.toNanos(365);

    private final SocketChannel in;
    private final SocketChannel out;
    private final boolean halfCloses;
    /** Guarded by this object. */
    private boolean closed;
    private final ByteBuffer inBytes = ByteBuffer.allocateDirect(64);
    private final ByteBuffer outByte = ByteBuffer.allocateDirect(1);
    private final Wait bell = new Wait();
    private final Wait end = new Wait();

    /**
     * Takes over the sockets; {@link #close} closes them.
     *
     * @param in used for reading only; blocking for {@link #read}, non-blocking for the other ways to wait
     * @param out a non-blocking channel, used for writing, and for reading its end
     * @param halfCloses whether both sides tell the end of their use of the segment apart from their hanging up
     */
    public BellSockets(SocketChannel in, SocketChannel out, boolean halfCloses) {
        this.in = in;
        this.out = out;
        this.halfCloses = halfCloses;
    }

    @Override
    public boolean ring() {
        synchronized (outByte) {
            outByte.clear();
            try {
                return out.write(outByte) > 0;
            } catch (IOException e) {
                // The peer has hung up. The reader notices that by itself, after the last bells.
                return false;
            }
        }
    }

    @Override
    public int read() {
        return read(in);
    }

    /** A peer that writes to the wrong socket, which the protocol forbids, rings by that. */
    @Override
    public int poll() {
        int count = read(in);
        return count == 0 ? read(out) : count;
    }

    private int read(SocketChannel channel) {
        inBytes.clear();
        try {
            return channel.read(inBytes);
        } catch (IOException e) {
            // This side has closed it, or a dying peer has reset it: both are the end.
            return END;
        }
    }

    @Override
    public boolean awaitBell(long timeoutNs) {
        try {
            // In milliseconds, rounded up, because 0 is for no limit.
            long timeoutMs = timeoutNs > LONGEST_TIMEOUT_NS ? 0 : (timeoutNs - 1) / NS_PER_MS + 1;
            bell.select(SelectionKey.OP_READ, 0, timeoutMs);
            return true;
        } catch (IOException e) {
            // Too many open files.
            return false;
        }
    }

    @Override
    public void wakeBellWaiter() {
        bell.wake();
    }

    @Override
    public void awaitEnd(boolean orBell) {
        try {
            end.select(orBell ? SelectionKey.OP_READ : 0, SelectionKey.OP_READ, 0);
        } catch (IOException e) {
            // Too many open files. The caller looks at the sockets, and comes back here.
            LockSupport.parkNanos(this, NO_SELECTOR_NS);
        }
    }

    @Override
    public void wakeEndWaiter() {
        end.wake();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // A channel that a selector has is released only with the selector.
        bell.close();
        end.close();
        if (!halfCloses) {
            closeQuietly(out);
            closeQuietly(in);
            return;
        }
        try {
            out.shutdownOutput();
            // A thread that reads here is woken, and returns.
            in.shutdownInput();
            // An interrupt would close a blocking channel.
            in.configureBlocking(false);
            in.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            // The peer is dead.
            return;
        }
    }

    @Override
    public synchronized void release() {
        closeQuietly(in);
    }

    @Override
    public boolean awaitRelease(long timeoutNs) {
        release();
        try {
            return halfCloses && timeoutNs > 0 && awaitEndOf(out, System.nanoTime() + timeoutNs);
        } catch (IOException e) {
            // Too many open files, or closed already.
            return false;
        } finally {
            closeQuietly(out);
        }
    }

    private boolean awaitEndOf(SocketChannel channel, long deadlineNs) throws IOException {
        // An interrupt would end each select at once.
        boolean interrupted = Thread.interrupted();
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            int read = read(channel);
            long leftNs = deadlineNs - System.nanoTime();
            while (read != END && leftNs > 0) {
                selector.select(key -> { }, leftNs / NS_PER_MS + 1);
                read = read(channel);
                leftNs = deadlineNs - System.nanoTime();
            }
            return read == END;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void closeQuietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released and the peer sees the end all the same.
            return;
        }
    }

    /** Waits in a selector, which takes two file descriptors from the first wait on. */
    private final class Wait implements Consumer<SelectionKey> {
        /** Guarded by this object, as the other fields are. */
        private Selector selector;
        private boolean wakeUpDue;
        private boolean closed;

        void select(int inOps, int outOps, long timeoutMs) throws IOException {
            try {
                Selector open = open(inOps, outOps);
                if (open != null) {
                    open.select(this, timeoutMs);
                }
            } catch (ClosedSelectorException | CancelledKeyException e) {
                // This side has closed: the caller reads the end.
                return;
            }
        }

        /** Takes no note of which channel is ready: the caller looks at both. */
        @Override
        public void accept(SelectionKey ready) {
            // Nothing to do.
        }

        private synchronized Selector open(int inOps, int outOps) throws IOException {
            if (!closed && selector == null) {
                selector = Selector.open();
                if (wakeUpDue) {
                    selector.wakeup();
                }
            }
            if (!closed) {
                watch(in, inOps);
                watch(out, outOps);
            }
            return selector;
        }

        private void watch(SocketChannel channel, int ops) throws IOException {
            SelectionKey key = channel.keyFor(selector);
            if (key == null ? ops != 0 : key.interestOps() != ops) {
                channel.register(selector, ops);
            }
        }

        synchronized void wake() {
            if (selector == null) {
                wakeUpDue = true;
            } else {
                selector.wakeup();
            }
        }

        void close() {
            Selector open;
            synchronized (this) {
                closed = true;
                open = selector;
                selector = null;
            }
            if (open != null) {
                closeQuietly(open);
            }
        }
    }
}
