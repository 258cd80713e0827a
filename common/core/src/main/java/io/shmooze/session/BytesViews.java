// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.lane.LanePayload;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Makes and releases views of payloads as Chronicle {@code Bytes}, without a copy; owns no state. No other class of the
 * library makes Chronicle start, so programs that never ask for {@code Bytes} do not pay for it.
 *
 * <p>A pointer store checks nothing against the mapping. The view's own limit bounds it, and releasing the view when
 * the callback returns makes a late access throw instead of reading memory that may be unmapped.
 */
final class BytesViews {
    private static final long ADDRESS_OFFSET = addressOffset();

    private BytesViews() {
    }

    static Bytes<?> of(LanePayload payload) {
        if (payload.array() != null) {
            // Reads at an absolute position check the capacity only, so the array must be as long as the message.
            return of(payload.copy());
        }
        ByteBuffer memory = payload.memory();
        long address = UnsafeMemory.unsafeGetLong(memory, ADDRESS_OFFSET);
        PointerBytesStore store = BytesStore.nativePointer();
        store.set(address + payload.offset(), payload.length());
        return store.bytesForRead();
    }

    static Bytes<?> of(byte[] array) {
        return Bytes.wrapForRead(array);
    }

    static void release(Bytes<?> view) {
        // Releasing alone leaves the address readable; with a limit of 0 every read throws.
        view.clear();
        view.writeLimit(0);
        view.releaseLast();
    }

    private static long addressOffset() {
        try {
            return UnsafeMemory.unsafeObjectFieldOffset(Buffer.class.getDeclaredField("address"));
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
