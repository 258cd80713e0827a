// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;

/**
 * The system calls of the Qt protocol. A negative result is the error's number ({@link Errno}) with its sign turned.
 * All may be called from any thread. A blocking call cannot be interrupted by Java; with a timeout it ends by itself.
 */
interface NativeCalls {
    /** {@code semget} of one semaphore: its id. */
    int semget(int key, int flags);

    /** {@code semctl} of semaphore 0: the value that the command asks for. */
    int semctl(int id, int command, int value);

    /**
     * {@code semtimedop} of one operation on semaphore 0.
     *
     * @param change is added; 0 waits for the value 0
     * @param flags {@code SEM_UNDO} or 0
     * @param timeoutNs negative to wait without a limit
     */
    int semop(int id, int change, int flags, long timeoutNs);

    /** {@code shmget}: the segment's id. */
    int shmget(int key, long size, int flags);

    /** {@code shmat}: the address. */
    long shmat(int id, int flags);

    /** {@code shmdt}. */
    int shmdt(long address);

    /**
     * {@code shmctl}.
     *
     * @param status gets the bytes of {@code struct shmid_ds}; null for commands without
     */
    int shmctl(int id, int command, byte[] status);

    /** {@code sem_open}: the semaphore's address. */
    long semOpen(String name, int flags, int mode, int value);

    /** {@code sem_close}. */
    int semClose(long semaphore);

    /** {@code sem_unlink}. */
    int semUnlink(String name);

    /** {@code sem_post}. */
    int semPost(long semaphore);

    /** {@code sem_clockwait} for so long, or {@code sem_wait} if that is negative. */
    int semWait(long semaphore, long timeoutNs);

    /** The eight bytes at an address, read at once. */
    long peek(long address);

    /** {@code open}: the descriptor. */
    int open(String path, int flags, int mode);

    /** {@code ftruncate}. */
    int truncate(int descriptor, long size);

    /** {@code mmap} of a whole file, shared: the address. */
    long map(int descriptor, long size, boolean writable);

    /** {@code munmap}. */
    int unmap(long address, long size);

    /** {@code pidfd_open}: a descriptor of a process. */
    int openProcess(int pid);

    /** {@code poll} of one descriptor: 1 if it can be read, 0 if not in time. */
    int poll(int descriptor, int timeoutMs);

    /** {@code close}. */
    int close(int descriptor);

    /** A view of memory, in the machine's own byte order, valid as long as the memory is mapped. */
    ByteBuffer view(long address, long size);
}
