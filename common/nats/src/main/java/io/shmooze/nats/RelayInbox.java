// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Message;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The batches of one session that have come and are not handled. Puts aside what comes twice, by the numbers. Bounded
 * by what the sender at the other end may send before anything is handled.
 */
final class RelayInbox {
    /** Wakes a thread that waits for one when there will be none. */
    private static final RelayBatch NONE = RelayBatch.toWrite(RelayBatch.HEADER_LENGTH);

    private final BlockingQueue<RelayBatch> arrived = new LinkedBlockingQueue<>();
    /** By number. */
    private final Map<Long, RelayBatch> unhandled = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private long received;
    private volatile long handled;
    private volatile boolean closed;

    /** Takes a batch in order, on the connection's thread; false if one before it is missing. */
    synchronized boolean receive(RelayBatch batch, Message carrier) {
        long number = batch.number();
        RelayBatch known = unhandled.get(number);
        if (closed || known == null && number <= received) {
            RelayBatch.forget(carrier);
        } else if (known != null) {
            known.carriedAgain(carrier);
        } else if (number == received + 1) {
            add(batch);
        } else {
            return false;
        }
        return true;
    }

    private void add(RelayBatch batch) {
        received = batch.number();
        unhandled.put(received, batch);
        arrived.add(batch);
    }

    /** Adds a record that does not come from NATS. */
    synchronized void add(RelayRecord record, long epoch) {
        RelayBatch batch = RelayBatch.toWrite(RelayBatch.HEADER_LENGTH + RelayRecord.HEADER_LENGTH
                + record.payload().remaining());
        batch.add(record);
        add(batch.number(epoch, received + 1, false).toRead());
    }

    /** Waits for the next one; null once it is closed. */
    RelayBatch take() throws InterruptedException {
        RelayBatch next = arrived.take();
        return next == NONE ? null : next;
    }

    /** The next one; null if there is none. */
    RelayBatch poll() {
        RelayBatch next = arrived.poll();
        return next == NONE ? null : next;
    }

    /** The local peer has handled these, so the stream may forget them. Returns the last one's number. */
    long handled(List<RelayBatch> batches) {
        handled = batches.get(batches.size() - 1).number();
        forget(batches);
        return handled;
    }

    /** The stream may forget these, though the last one ends in the middle of a message. */
    void forget(List<RelayBatch> batches) {
        for (RelayBatch batch : batches) {
            unhandled.remove(batch.number());
            batch.acknowledge();
        }
    }

    /** How far the local peer has come; 0 before the first. For any thread. */
    long handled() {
        return handled;
    }

    /** There is no local peer any more: the stream may forget everything. */
    synchronized void close() {
        closed = true;
        unhandled.values().forEach(RelayBatch::acknowledge);
        unhandled.clear();
        arrived.clear();
        arrived.add(NONE);
    }
}
