// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The batches of one session that have come and are not handled. Puts aside what comes twice, by the numbers. Bounded
 * by what the sender at the other end may send before anything is handled.
 *
 * <p>One thread at a time hands batches over to the local peer, in order: the connection's thread, if nothing waits
 * here, which saves a wake-up; else the pump. A thread takes the turn and gives it back under this object's monitor, so
 * what one thread has done in its turn happens before what the other does in the next.
 */
final class RelayInbox {
    /** What has become of a batch that came. */
    enum Arrival {
        /** It is the next one, and the caller's turn: {@link #handedOver} or {@link #putBack} has to follow. */
        TURN,
        /** It waits for the pump, or came before. */
        TAKEN,
        /** One before it is missing. */
        MISSING
    }

    /** Callbacks are waited for once for all that came within so long, because each wait costs several wake-ups; */
    private static final long MOST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(5);
    /** or when nothing has come for so long. */
    private static final long QUIET_NS = MOST_WAIT_NS / 2;
    /** And not later than for so much, so that the sender's lane does not run full meanwhile. */
    private static final int MOST_BATCHES = 32;
    private static final int MOST_BYTES = 64 << 10;

    private final Deque<RelayBatch> arrived = new ArrayDeque<>();
    /** By number. */
    private final Map<Long, RelayBatch> unhandled = new HashMap<>();
    /** Handed over, and nobody has waited for the callbacks. */
    private List<RelayBatch> handedOver = new ArrayList<>();
    private long handedOverBytes;
    private long firstNs;
    private long lastNs;
    /** Whether somebody has the turn. */
    private boolean turnTaken;
    private long received;
    private long handled;
    private boolean closed;

    /** Takes a batch, on the connection's thread. */
    synchronized Arrival receive(RelayBatch batch) {
        long number = batch.number();
        RelayBatch known = unhandled.get(number);
        if (closed || known == null && number <= received) {
            batch.acknowledge();
        } else if (known != null) {
            known.carriedAgain(batch);
        } else if (number != received + 1) {
            return Arrival.MISSING;
        } else {
            received = number;
            unhandled.put(number, batch);
            if (arrived.isEmpty() && !turnTaken) {
                turnTaken = true;
                return Arrival.TURN;
            }
            arrived.add(batch);
            notifyAll();
        }
        return Arrival.TAKEN;
    }

    /** Adds a record that does not come from NATS. */
    synchronized void add(RelayRecord record, long epoch) {
        RelayBatch batch = RelayBatch.toWrite(RelayBatch.HEADER_LENGTH + RelayRecord.HEADER_LENGTH
                + record.payload().remaining());
        batch.add(record);
        unhandled.put(++received, batch.number(epoch, received, false).toRead());
        arrived.add(batch);
        notifyAll();
    }

    /**
     * Waits for the pump's turn, or until callbacks are to be waited for.
     *
     * @return the next one; null if there is none, and {@link #takeHandedOver} has to follow, or the inbox is closed
     */
    synchronized RelayBatch take() throws InterruptedException {
        while (!closed) {
            long leftNs = untilDue();
            if (leftNs <= 0) {
                return null;
            }
            if (!turnTaken && !arrived.isEmpty()) {
                turnTaken = true;
                return arrived.poll();
            }
            if (leftNs == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            }
        }
        return null;
    }

    private long untilDue() {
        if (handedOver.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (handedOver.size() >= MOST_BATCHES || handedOverBytes >= MOST_BYTES) {
            return 0;
        }
        long now = System.nanoTime();
        return Math.min(MOST_WAIT_NS - (now - firstNs), QUIET_NS - (now - lastNs));
    }

    /** The local peer has it. */
    synchronized void handedOver(RelayBatch batch) {
        turnTaken = false;
        lastNs = System.nanoTime();
        if (handedOver.isEmpty()) {
            firstNs = lastNs;
        }
        handedOver.add(batch);
        handedOverBytes += batch.length();
        if (handedOver.size() == 1 || untilDue() == 0 || !arrived.isEmpty()) {
            notifyAll();
        }
    }

    /** The local peer has not got all of it; the pump hands over the rest. */
    synchronized void putBack(RelayBatch batch) {
        turnTaken = false;
        if (!closed) {
            arrived.addFirst(batch);
            notifyAll();
        }
    }

    /** For the pump, before it waits for the callbacks. */
    synchronized List<RelayBatch> takeHandedOver() {
        List<RelayBatch> taken = handedOver;
        handedOver = new ArrayList<>();
        handedOverBytes = 0;
        return taken;
    }

    /** The local peer has handled these, so the stream may forget them. */
    synchronized void handled(List<RelayBatch> batches) {
        if (!batches.isEmpty()) {
            handled = batches.get(batches.size() - 1).number();
            forget(batches);
        }
    }

    /** The stream may forget these, though the last one ends in the middle of a message. */
    synchronized void forget(List<RelayBatch> batches) {
        for (RelayBatch batch : batches) {
            unhandled.remove(batch.number());
            batch.acknowledge();
        }
    }

    /** How far the local peer has come; 0 before the first. For any thread. */
    synchronized long handled() {
        return handled;
    }

    /** The last one that has come; 0 before the first. For any thread. */
    synchronized long received() {
        return received;
    }

    /** There is no local peer any more: the stream may forget everything. */
    synchronized void close() {
        closed = true;
        unhandled.values().forEach(RelayBatch::acknowledge);
        unhandled.clear();
        arrived.clear();
        notifyAll();
    }
}
