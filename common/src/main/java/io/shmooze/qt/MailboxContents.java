// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.Arrays;

/**
 * What is in a mailbox, and who may have read it.
 *
 * <p><b>Sending.</b> Only into a clear mailbox, because what is there has not been read. <b>Receiving.</b> A wake-up is
 * a hint to look. Our own message is recognised by its bytes as long as the peer cannot have read it: it has not taken
 * the wake-up, or it has and does not wait for the next one yet.
 *
 * <p><b>Assumption.</b> The peer reads on one thread, which waits for a wake-up, takes what is there, and waits again.
 * Then, if it waits while no wake-up is there, it has read everything that was announced to it.
 *
 * <p><b>Threads.</b> All methods need the segment's lock, except {@link #announce} and {@link #message}.
 */
final class MailboxContents {
    private final MailboxMemory memory;
    private final SemaphoreBackend arrivals;
    private final SemaphoreBackend departures;
    /** What we put and have not seen taken, null if there is nothing. */
    private byte[] unread;
    private byte[] taken;
    private byte[] lingering;
    /** The peer was seen to have taken all wake-ups, a moment ago, and has got none since. */
    private boolean drained;
    /** We have taken a message off ours, and the peer may yet read the next one with the wake-up for ours. */
    private boolean late;
    /** Whether the peer has been woken for it. Set after that and read before the count, so that 0 means "taken". */
    private volatile boolean announced;
    private int puts;
    private long overwrites;

    MailboxContents(MailboxMemory memory, SemaphoreBackend arrivals, SemaphoreBackend departures) {
        this.memory = memory;
        this.arrivals = arrivals;
        this.departures = departures;
    }

    /** Puts a message if the mailbox is clear; the peer is to be woken then. */
    boolean put(byte[] message) {
        return memory.isClear() && write(message);
    }

    private boolean write(byte[] message) {
        announced = false;
        unread = message;
        memory.write(message);
        puts++;
        if (puts >= MailboxLink.RENEWAL || !drained && departures.value() != 0) {
            // Nobody else releases it, and the mailbox is clear: what is there is left over, and would let the peer
            // take this message before its own wake-up.
            departures.reset(0);
            puts = 0;
        }
        drained = false;
        late = late && departures.waiting() == 0;
        return true;
    }

    /** Wakes the peer, after {@link #put}. For the thread that has put. */
    void announce() {
        departures.release(1);
        announced = true;
    }

    /**
     * Looks without a wake-up, which may be lost: takes a message that was there at the last such look, and whose
     * wake-up has not come since. Any earlier it could be about to come.
     */
    Look takeLingering() {
        // The end of another process of that side may have given wake-ups back.
        drained = false;
        byte[] found = memory.isClear() ? null : memory.read();
        boolean awaited = found == null || unread != null && isUnseen() || arrivals.value() > 0;
        boolean lingers = !awaited && Arrays.equals(found, lingering);
        lingering = awaited || lingers ? null : found;
        return lingers ? look() : Look.CLEAR;
    }

    /** Takes the peer's message, if there is one: {@link #message} has it then. */
    Look look() {
        if (memory.isClear()) {
            unread = null;
            return Look.CLEAR;
        }
        byte[] found = memory.read();
        boolean told = announced;
        if (unread != null && departures.value() > 0) {
            return isUnread(found) ? Look.OWN : takeOverwriting(found);
        }
        if (unread != null) {
            boolean waits = departures.waiting() > 0;
            if (!told || isUnread(found) && !waits) {
                return Look.UNCERTAIN;
            }
            late = !waits;
        }
        // Here the last wake-up that we gave was seen to be taken.
        drained = unread != null;
        unread = null;
        memory.clear();
        taken = found;
        return Look.TAKEN;
    }

    /** Whether the peer may not have taken the wake-up for what we put. */
    private boolean isUnseen() {
        return !announced || departures.value() > 0;
    }

    private boolean isUnread(byte[] found) {
        return Arrays.equals(found, unread);
    }

    /**
     * The peer has written over our message. It has not read that, because the wake-up is still there, so put it back;
     * unless it was late, and may have read it with the wake-up before.
     */
    private Look takeOverwriting(byte[] found) {
        overwrites++;
        taken = withoutOurs(found);
        memory.clear();
        if (late) {
            unread = null;
        } else {
            memory.write(unread);
        }
        return Look.TAKEN;
    }

    /** What of ours was longer than the peer's message still stands behind it. */
    private byte[] withoutOurs(byte[] found) {
        if (found.length != unread.length) {
            return found;
        }
        int length = found.length;
        while (length > 0 && found[length - 1] == unread[length - 1]) {
            length--;
        }
        return Arrays.copyOf(found, length);
    }

    /** The message that was taken last. For the receiving thread, which took it. */
    byte[] message() {
        return taken;
    }

    /** Whether the peer has taken everything that was put. */
    boolean isAllTaken() {
        if (unread != null && (memory.isClear() || !isUnseen() && !isUnread(memory.read()))) {
            unread = null;
        }
        return unread == null;
    }

    /** After the peer is gone: takes our message back, and what wakes nobody any more. Null if it was read. */
    byte[] takeBack() {
        byte[] back = unread != null && isUnread(memory.read()) ? unread : null;
        if (back != null) {
            memory.clear();
        }
        unread = null;
        departures.reset(0);
        return back;
    }

    long overwrites() {
        return overwrites;
    }
}
