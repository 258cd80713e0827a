// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The native calls by JNA's direct mapping: it starts in half the time of JNR-FFI, is one jar, and is silent on JDK 25
 * when the jar's manifest allows native access. Only numbers, and arrays in rare calls, cross the border, which costs
 * a third of a microsecond each. {@code semctl}, {@code open} and {@code sem_open} are variadic in C; on Linux's 64-bit
 * processors integers are passed to them like to all others.
 */
final class JnaCalls implements NativeCalls {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    /** The same on every processor, like all calls that are newer than it. */
    private static final long PIDFD_OPEN = 434;

    private final ThreadLocal<JnaArguments> arguments = ThreadLocal.withInitial(JnaArguments::new);

    JnaCalls() {
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    /** As libc declares them; {@code size_t}, {@code off_t} and pointers are longs. */
    private static final class LibC {
        static native int semget(int key, int count, int flags);

        static native int semctl(int id, int number, int command, int value);

        static native int semtimedop(int id, long operations, long count, long timeout);

        static native int shmget(int key, long size, int flags);

        static native long shmat(int id, long address, int flags);

        static native int shmdt(long address);

        static native int shmctl(int id, int command, byte[] status);

        static native int open(String path, int flags, int mode);

        static native int ftruncate(int descriptor, long size);

        static native long mmap(long address, long size, int protection, int flags, int descriptor, long offset);

        static native int munmap(long address, long size);

        static native int close(int descriptor);

        static native long syscall(long number, int pid, int flags);

        static native int poll(long descriptors, long count, int timeout);
    }

    /** Apart, because older C libraries have them elsewhere, and System V does without. */
    private static final class LibPthread {
        static {
            Native.register(LibPthread.class, NativeLibrary.getProcess());
        }

        static native long sem_open(String name, int flags, int mode, int value);

        static native int sem_close(long semaphore);

        static native int sem_unlink(String name);

        static native int sem_post(long semaphore);

        static native int sem_wait(long semaphore);

        static native int sem_clockwait(long semaphore, int clock, long time);
    }

    private static int result(int result) {
        return result < 0 ? -Native.getLastError() : result;
    }

    private static long address(long result, long failure) {
        return result == failure ? -Native.getLastError() : result;
    }

    @Override
    public int semget(int key, int flags) {
        return result(LibC.semget(key, 1, flags));
    }

    @Override
    public int semctl(int id, int command, int value) {
        return result(LibC.semctl(id, 0, command, value));
    }

    @Override
    public int semop(int id, int change, int flags, long timeoutNs) {
        JnaArguments own = arguments.get();
        return result(LibC.semtimedop(id, own.operation(change, flags), 1, timeoutNs < 0 ? 0 : own.time(timeoutNs)));
    }

    @Override
    public int shmget(int key, long size, int flags) {
        return result(LibC.shmget(key, size, flags));
    }

    @Override
    public long shmat(int id, int flags) {
        return address(LibC.shmat(id, 0, flags), -1);
    }

    @Override
    public int shmdt(long address) {
        return result(LibC.shmdt(address));
    }

    @Override
    public int shmctl(int id, int command, byte[] status) {
        return result(LibC.shmctl(id, command, status));
    }

    @Override
    public long semOpen(String name, int flags, int mode, int value) {
        return address(LibPthread.sem_open(name, flags, mode, value), 0);
    }

    @Override
    public int semClose(long semaphore) {
        return result(LibPthread.sem_close(semaphore));
    }

    @Override
    public int semUnlink(String name) {
        return result(LibPthread.sem_unlink(name));
    }

    @Override
    public int semPost(long semaphore) {
        return result(LibPthread.sem_post(semaphore));
    }

    @Override
    public int semWait(long semaphore, long timeoutNs) {
        if (timeoutNs < 0) {
            return result(LibPthread.sem_wait(semaphore));
        }
        // The JVM's clock is the same one on Linux, and no change of the wall clock moves it.
        long time = arguments.get().time(System.nanoTime() + timeoutNs);
        return result(LibPthread.sem_clockwait(semaphore, CLOCK_MONOTONIC, time));
    }

    @Override
    public long peek(long address) {
        return new Pointer(address).getLong(0);
    }

    @Override
    public int open(String path, int flags, int mode) {
        return result(LibC.open(path, flags, mode));
    }

    @Override
    public int truncate(int descriptor, long size) {
        return result(LibC.ftruncate(descriptor, size));
    }

    @Override
    public long map(int descriptor, long size, boolean writable) {
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        return address(LibC.mmap(0, size, protection, MAP_SHARED, descriptor, 0), -1);
    }

    @Override
    public int unmap(long address, long size) {
        return result(LibC.munmap(address, size));
    }

    @Override
    public int openProcess(int pid) {
        return result((int) LibC.syscall(PIDFD_OPEN, pid, 0));
    }

    @Override
    public int poll(int descriptor, int timeoutMs) {
        return result(LibC.poll(arguments.get().readable(descriptor), 1, timeoutMs));
    }

    @Override
    public int close(int descriptor) {
        return result(LibC.close(descriptor));
    }

    @Override
    public ByteBuffer view(long address, long size) {
        return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }
}
