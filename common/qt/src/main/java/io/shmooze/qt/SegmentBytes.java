// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;

/** A segment as Chronicle's bytes, which are started when somebody asks for them, and not before. */
final class SegmentBytes {
    /** Null until somebody asks. */
    private Bytes<?> bytes;

    /** All of a segment that is attached to write; the same object until {@link #end}. */
    Bytes<?> of(SegmentBackend segment) {
        if (bytes == null) {
            long size = segment.view().capacity();
            PointerBytesStore store = BytesStore.nativePointer();
            store.set(segment.address(), size);
            bytes = store.bytesForWrite().writeLimit(size).writePosition(size);
        }
        return bytes;
    }

    /** A copy of the present contents. */
    static Bytes<?> copyOf(SegmentBackend segment) {
        ByteBuffer view = segment.view();
        byte[] copy = new byte[view.capacity()];
        view.get(0, copy);
        return Bytes.wrapForRead(copy);
    }

    /** Releasing alone leaves the address readable; without a limit above 0 every access throws. */
    void end() {
        if (bytes != null) {
            bytes.clear();
            bytes.writeLimit(0);
            bytes.releaseLast();
            bytes = null;
        }
    }
}
