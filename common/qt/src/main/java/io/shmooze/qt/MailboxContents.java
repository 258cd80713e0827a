// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Owns the knowledge whose message is in a mailbox, and whether the peer may have read it.
 *
 * <p><b>Sending.</b> A message goes into a clear mailbox only: any other holds one that has not been read.
 * <b>Receiving.</b> A wake-up is a hint to look. Our own message is recognised by its bytes as long as the peer cannot
 * have read it: it has not taken the wake-up, or it has and does not wait for the next one yet.
 *
 * <p><b>Assumption.</b> The peer reads on one thread, which waits for a wake-up, takes what is there, and waits again.
 * Then, if it waits while no wake-up is there, it has read everything that was announced to it.
 *
 * <p><b>Threads.</b> All methods need the segment's lock, except {@link #announce}, {@link #message} and the counts.
 */
final class MailboxContents {
    private static final long SUSPECT_NS = 2_000_000;
    private static final long SUSPECT_PAUSE_NS = 10_000;

    private final MailboxMemory memory;
    private final SemaphoreBackend arrivals;
    private final SemaphoreBackend departures;
    /** The message that we put and have not seen taken; null if there is none. */
    private volatile byte[] unread;
    private byte[] taken;
    private byte[] lingering;
    /** The peer was seen to have taken all wake-ups, and has been given none since. */
    private boolean wakeUpsTaken;
    /** We have taken a message off ours, and the peer may yet read the next one with the wake-up for ours. */
    private boolean late;
    /** Whether the peer has been woken for it. Set after that and read before the count, so that 0 means "taken". */
    private volatile boolean announced;
    private int puts;
    /** Written by the holder of the lock only. */
    private volatile long overwrites;
    private volatile long mangled;

    MailboxContents(MailboxMemory memory, SemaphoreBackend arrivals, SemaphoreBackend departures) {
        this.memory = memory;
        this.arrivals = arrivals;
        this.departures = departures;
    }

    /**
     * Deals with a message and wake-ups that were there before us. Our predecessor, if it was killed, may have left a
     * message whose wake-up the peer has not taken: nobody else releases our semaphore, and the peer has not announced
     * anything. That message is ours now, and the peer still gets it. All other wake-ups are left over.
     *
     * @param end ours
     * @param onlyOne whether no other process has the same end: it would have put the message
     */
    void begin(QtEnd end, boolean onlyOne) {
        byte[] found = memory.read();
        if (onlyOne && found.length > 0 && departures.value() > 0 && arrivals.value() == 0) {
            unread = found;
            announced = true;
            // The balance that the last one has left is cleared with the next message.
            puts = MailboxAttachment.RENEWAL;
        } else if (end == QtEnd.SERVER) {
            departures.reset(0);
        }
        arrivals.reset(0);
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
        if (puts >= MailboxAttachment.RENEWAL || !wakeUpsTaken && departures.value() != 0) {
            // Nobody else releases it, and the mailbox is clear: its wake-ups are left over, and would let the peer
            // take this message before its own wake-up.
            departures.reset(0);
            puts = 0;
        }
        wakeUpsTaken = false;
        late = late && departures.waiting() == 0;
        return true;
    }

    /** Wakes the peer, after {@link #put}. For the thread that has put. */
    void announce() {
        departures.release(1);
        announced = true;
    }

    /**
     * Looks without a wake-up, which may be lost: takes a message that was there at the last such look already, and
     * whose wake-up has not come since. At the first look the wake-up could be about to come.
     */
    PollResult pollLingering() {
        // The end of another process of that side may have given wake-ups back.
        wakeUpsTaken = false;
        byte[] found = memory.isClear() ? null : memory.read();
        boolean awaited = found == null || unread != null && isUnseen() || arrivals.value() > 0;
        boolean lingers = !awaited && Arrays.equals(found, lingering);
        lingering = awaited || lingers ? null : found;
        return lingers ? poll() : PollResult.CLEAR;
    }

    /** Whether {@link #pollLingering} has found a message that it takes the next time. For the receiving thread. */
    boolean lingers() {
        return lingering != null;
    }

    /** Takes the peer's message, if there is one: {@link #message} has it then. */
    PollResult poll() {
        if (memory.isClear()) {
            unread = null;
            return PollResult.CLEAR;
        }
        byte[] found = memory.read();
        boolean told = announced;
        if (unread != null && departures.value() > 0) {
            return isUnread(found) ? PollResult.OWN : takeOverwriting(found);
        }
        if (unread != null) {
            boolean waits = departures.waiting() > 0;
            if (!told || isUnread(found) && !waits) {
                return PollResult.UNCERTAIN;
            }
            if (!waits && endsLikeOurs(found)) {
                waits = awaitWaiting();
                mangled += waits ? 0 : 1;
            }
            late = !waits;
        }
        // Here our last wake-up was seen to be taken.
        wakeUpsTaken = unread != null;
        unread = null;
        memory.clear();
        taken = found;
        return PollResult.MESSAGE;
    }

    /** Whether the peer may not have taken the wake-up for our message. */
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
    private PollResult takeOverwriting(byte[] found) {
        overwrites++;
        taken = withoutOurs(found);
        memory.clear();
        if (late) {
            unread = null;
        } else {
            memory.write(unread);
        }
        return PollResult.MESSAGE;
    }

    /**
     * The peer's message may have the end of ours behind it: if it was woken for ours and wrote before it had read. A
     * peer that has read ours comes to wait for the next wake-up soon, and needs no lock for that; one that is about to
     * read waits for the lock, which we have. False if it does not come.
     */
    private boolean awaitWaiting() {
        long beganNs = System.nanoTime();
        boolean waits = false;
        while (!waits && System.nanoTime() - beganNs < SUSPECT_NS) {
            LockSupport.parkNanos(SUSPECT_PAUSE_NS);
            waits = departures.waiting() > 0;
        }
        return waits;
    }

    private boolean endsLikeOurs(byte[] found) {
        return found.length == unread.length && found[found.length - 1] == unread[found.length - 1];
    }

    /** If our message was longer, its end still stands behind the peer's. */
    private byte[] withoutOurs(byte[] found) {
        if (!endsLikeOurs(found)) {
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

    /** When the peer is gone or we leave: takes our message and its wake-up back. Null if the message was read. */
    byte[] takeBack() {
        byte[] back = null;
        if (unread != null && isUnread(memory.read())) {
            back = unread;
            memory.clear();
        } else if (unread != null && isUnseen() && !memory.isClear()) {
            // Written over before the peer could read it.
            back = unread;
        }
        unread = null;
        if (memory.isClear()) {
            departures.reset(0);
        }
        return back;
    }

    /** The message that {@link #takeBack} returns if it was not read. Needs no lock. */
    byte[] unread() {
        return unread;
    }

    long overwrites() {
        return overwrites;
    }

    long mangled() {
        return mangled;
    }
}
