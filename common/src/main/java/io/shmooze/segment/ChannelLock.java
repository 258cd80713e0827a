// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Says which process serves a channel: a lock on the channel's lock file, which the kernel releases when the process
 * ends, however it ends. The file holds the process id for error messages and stays when the server leaves, because
 * removing it would race.
 *
 * <p>A lock of {@code fcntl} belongs to the process, and closing any other channel on the file drops it: so a second
 * server in the same JVM is refused from a registry before it opens the file.
 */
public final class ChannelLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
    private static final long OWNER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long OWNER_POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path file;
    private final FileChannel channel;

    private ChannelLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param directory of the channel
     * @param name of the channel
     * @return the lock, to be closed by the caller
     * @throws CannotCreateException if a living server has it, or the file system refuses
     */
    public static ChannelLock take(SegmentDirectory directory, String name) {
        Path file = LockFile.path(directory, name);
        if (!hold(file)) {
            throw refused(name, CurrentProcess.pid());
        }
        FileChannel taken = null;
        try {
            do {
                taken = tryTake(file, name);
            } while (taken == null);
            return new ChannelLock(file, taken);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot lock " + file + ": " + SegmentDirectory.reason(e), e);
        } finally {
            if (taken == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static synchronized boolean hold(Path file) {
        return HELD_HERE.add(file);
    }

    /** What is done while a channel is locked. */
    interface Work {
        void run() throws IOException;
    }

    /**
     * Does something to a channel if nobody serves it, and lets nobody serve it meanwhile. A server that starts in that
     * moment finds the lock taken and no living process in the file, and tries again. Without a lock file it is not
     * known whether anybody serves the channel, and nothing is done.
     *
     * <p>In this JVM the monitor keeps {@link #take} from opening the file until it is closed here.
     */
    static synchronized void whileNobodyServes(SegmentDirectory directory, String name, Work work) throws IOException {
        Path file = LockFile.path(directory, name);
        FileStatus found = FileStatus.of(file);
        if (HELD_HERE.contains(file) || found == null || found.lockFileFlaw() != null) {
            return;
        }
        try (FileChannel channel = LockFile.open(file)) {
            if (channel.tryLock() != null && found.key().equals(LockFile.key(file))) {
                work.run();
            }
        }
    }

    /** Null if the file was replaced meanwhile: then the lock on it says nothing. */
    private static FileChannel tryTake(Path file, String name) throws IOException {
        LockFile.createIfMissing(file);
        Object before = LockFile.key(file);
        if (before == null) {
            return null;
        }
        FileChannel channel = LockFile.open(file);
        boolean taken = false;
        try {
            if (!lock(channel)) {
                throw refused(name, LockFile.readPid(channel));
            }
            taken = before.equals(LockFile.key(file));
            if (taken) {
                LockFile.writePid(channel);
            }
            return taken ? channel : null;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /**
     * Waits a little while the file names no living process: the owner may not have written its own yet, or it is none
     * and only clears up.
     */
    private static boolean lock(FileChannel channel) throws IOException {
        long deadlineNs = System.nanoTime() + OWNER_TIMEOUT_NS;
        boolean taken = channel.tryLock() != null;
        while (!taken && ProcessHandle.of(LockFile.readPid(channel)).isEmpty() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(OWNER_POLL_NS);
            taken = channel.tryLock() != null;
        }
        return taken;
    }

    private static CannotCreateException refused(String name, long pid) {
        return new CannotCreateException("The channel '" + name + "' is served already, by process "
                + (pid == 0 ? "unknown" : String.valueOf(pid)) + ": stop that one, or choose another channel");
    }

    /** Gives the lock up. The file stays, empty. */
    @Override
    public void close() {
        // An interrupt would close the channel in the middle.
        boolean interrupted = Thread.interrupted();
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot release " + file + ": " + SegmentDirectory.reason(e), e);
        } finally {
            HELD_HERE.remove(file);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
