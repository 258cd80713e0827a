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
 * Chronicle {@code Bytes} over payloads, without a copy. The only class that makes Chronicle start, so that programs
 * that never ask for {@code Bytes} do not pay for it.
 *
 * <p>A pointer store checks nothing against the mapping: the view's own limit bounds it, and releasing the view when
 * the callback returns makes a late access throw instead of reading memory that may be gone.
 */
final class BytesViews {
    private static final long ADDRESS_OFFSET = addressOffset();

    private BytesViews() {
    }

    static Bytes<?> of(LanePayload payload) {
        if (payload.array() != null) {
            // Reads at an absolute position heed the capacity only, so the array must not be longer than the message.
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
        // Releasing alone leaves the address readable; without a limit above 0 every read throws.
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
