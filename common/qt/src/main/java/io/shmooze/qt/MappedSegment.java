// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;

/** The common part of segments of both kinds: a name, and an address in this process while attached. */
abstract class MappedSegment implements SegmentBackend {
    final NativeCalls calls;
    final QtName name;
    private long address;
    private ByteBuffer view;

    MappedSegment(NativeCalls calls, QtName name) {
        this.calls = calls;
        this.name = name;
    }

    /**
     * A size that can be mapped.
     *
     * @throws QtException {@link QtError#INVALID_SIZE} if it is larger than any buffer of Java's
     */
    final long mappable(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new QtException(QtError.INVALID_SIZE, "Cannot attach to " + name + ": it has " + size
                    + " bytes, more than " + Integer.MAX_VALUE);
        }
        return size;
    }

    /**
     * The system has mapped it.
     *
     * @param at the system's answer: the address, or a negative error
     */
    final void mapped(long at, long size) {
        if (at < 0) {
            throw QtException.of("attach to", name, at);
        }
        address = at;
        view = calls.view(at, size);
    }

    final boolean isMapped() {
        return address != 0;
    }

    @Override
    public final boolean detach() {
        view = null;
        unmap(address);
        address = 0;
        return removeUnused();
    }

    /** Takes it out of this process's memory. */
    abstract void unmap(long mappedAt);

    /** Removes it from the system if nobody is attached any more; true if that is so. */
    abstract boolean removeUnused();

    @Override
    public final ByteBuffer view() {
        return view;
    }

    @Override
    public final long address() {
        return address;
    }
}
