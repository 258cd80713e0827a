// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Message;
import java.nio.ByteBuffer;

/**
 * Records of one session that pass NATS as one message. PROTOCOL.md has the bytes. Before the records stand the epoch
 * of the relay at the server, the batch's number in its session and direction, and flags.
 */
final class RelayBatch {
    /** Bytes before the records. */
    static final int HEADER_LENGTH = 24;
    private static final int AGAIN = 1;
    private static final int LAST = 2;

    private static final int FIRST_CAPACITY = 1024;

    private final int limit;
    private ByteBuffer bytes;
    private boolean sealed;
    /** Messages and questions that end in it. */
    private int acknowledged;
    private boolean last;
    /** The stream's message that brought it last; null if none did. */
    private volatile Message carrier;

    private RelayBatch(ByteBuffer bytes, int limit) {
        this.bytes = bytes.position(HEADER_LENGTH);
        this.limit = limit;
    }

    /** An empty one, of at most so many bytes. */
    static RelayBatch toWrite(int limit) {
        return new RelayBatch(ByteBuffer.allocate(Math.min(FIRST_CAPACITY, limit)), limit);
    }

    /** One that has come; by the stream, or beside it. Null if it is none. */
    static RelayBatch read(Message message, boolean byStream) {
        byte[] data = message.getData();
        if (data == null || data.length < HEADER_LENGTH) {
            if (byStream) {
                forget(message);
            }
            return null;
        }
        RelayBatch batch = new RelayBatch(ByteBuffer.wrap(data), data.length);
        batch.carrier = byStream ? message : null;
        return batch;
    }

    int room() {
        return limit - bytes.position() - RelayRecord.HEADER_LENGTH;
    }

    boolean isEmpty() {
        return bytes.position() == HEADER_LENGTH;
    }

    void add(RelayRecord record) {
        int end = bytes.position() + RelayRecord.HEADER_LENGTH + record.payload().remaining();
        if (end > bytes.capacity()) {
            bytes = ByteBuffer.allocate(Math.min(limit, Math.max(end, 2 * bytes.capacity()))).put(bytes.flip());
        }
        record.write(bytes);
        acknowledged += record.isAcknowledged() ? 1 : 0;
        last |= record.type() == RelayRecord.Type.CLOSE;
    }

    /** Ends the writing, or gives a batch that is sent again another number. */
    RelayBatch number(long epoch, long number, boolean again) {
        if (!sealed) {
            bytes.flip();
            sealed = true;
        }
        bytes.putLong(0, epoch).putLong(Long.BYTES, number).putLong(2 * Long.BYTES,
                (again ? AGAIN : 0) | (last ? LAST : 0));
        return this;
    }

    byte[] data() {
        byte[] data = new byte[bytes.limit()];
        bytes.get(0, data);
        return data;
    }

    long epoch() {
        return bytes.getLong(0);
    }

    long number() {
        return bytes.getLong(Long.BYTES);
    }

    boolean isAgain() {
        return (bytes.getLong(2 * Long.BYTES) & AGAIN) != 0;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Of one that is read. */
    int length() {
        return bytes.limit();
    }

    /** How far one is read. */
    int position() {
        return bytes.position();
    }

    /** Goes back to where it was. */
    void position(int position) {
        bytes.position(position);
    }

    /** The next record of one that is read; null if there is none. */
    RelayRecord next() {
        return bytes.hasRemaining() ? RelayRecord.read(bytes) : null;
    }

    /** Makes one that was written readable. */
    RelayBatch toRead() {
        bytes.position(HEADER_LENGTH);
        return this;
    }

    /** Whether it ends the session. */
    boolean isLast() {
        return (bytes.getLong(2 * Long.BYTES) & LAST) != 0;
    }

    /** The same has come again. */
    void carriedAgain(RelayBatch other) {
        carrier = other.carrier == null ? carrier : other.carrier;
    }

    boolean isByStream() {
        return carrier != null;
    }

    /** Lets the stream forget it. Without a connection it comes again, and is forgotten then. */
    void acknowledge() {
        if (carrier != null) {
            forget(carrier);
        }
    }

    private static void forget(Message message) {
        try {
            message.ack();
        } catch (IllegalStateException e) {
            return;
        }
    }
}
