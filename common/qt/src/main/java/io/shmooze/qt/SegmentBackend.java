// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;

/** A shared segment of the system, of either kind. Not safe for several threads: its user has the lock. */
interface SegmentBackend {
    /**
     * Makes and attaches it; one that nobody is attached to any more is replaced.
     *
     * @throws QtException {@link QtError#ALREADY_EXISTS} if somebody is
     */
    void create(long size);

    /**
     * Attaches one that exists.
     *
     * @throws QtException {@link QtError#NOT_FOUND} if there is none
     */
    void attach(boolean writable);

    /** Detaches, and removes it if nobody else is attached; true if nobody was. */
    boolean detach();

    /** Its memory, while it is attached. */
    ByteBuffer view();

    /** Where it begins, while it is attached. */
    long address();

    /** The other processes that are attached now. */
    Attached others();
}
