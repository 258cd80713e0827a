// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to serve a channel: a lock on the channel's lock file. The kernel releases it when the process ends,
 * however it ends. The file holds the process id for error messages. It stays when the server leaves, because removing
 * it would be a race.
 */
public final class ChannelLock implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final long OWNER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long OWNER_POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MAX_DIGITS = 18;

    private final Path path;
    private final LockedFile file;

    private ChannelLock(Path path, LockedFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Takes the lock. If another process holds it and the file names no living process, waits for up to a second.
     *
     * @param directory of the channel
     * @param name of the channel
     * @return the lock, to be closed by the caller
     * @throws CannotCreateException if a living server has it, in this process or in another one, or the file system
     *     refuses
     */
    public static ChannelLock take(SegmentDirectory directory, String name) {
        Path path = directory.lockFile(name);
        try {
            LockedFile taken = null;
            while (taken == null) {
                createIfMissing(path);
                taken = tryTake(path, name);
            }
            return new ChannelLock(path, taken);
        } catch (OverlappingFileLockException e) {
            throw refused(name, CurrentProcess.pid());
        } catch (IOException e) {
            throw SegmentDirectory.failure("Cannot lock " + path, e);
        }
    }

    /** An action that runs while a channel is locked. */
    interface FileAction {
        void run() throws IOException;
    }

    /**
     * Runs an action on a channel if nobody serves it, and keeps servers out meanwhile. A server that starts at this
     * moment finds the lock taken and no living process in the file, and tries again. Does nothing if there is no lock
     * file, because then it is unknown whether anybody serves the channel.
     *
     * <p>In this JVM the monitor keeps {@link #take} from opening the file before it is closed here.
     */
    static void runUnlessServed(SegmentDirectory directory, String name, FileAction action) throws IOException {
        Path path = directory.lockFile(name);
        synchronized (LockedFile.MONITOR) {
            FileStatus found = FileStatus.of(path);
            if (found == null || found.lockFileFlaw() != null || LockedFile.isOpen(path)) {
                return;
            }
            try (LockedFile file = LockedFile.open(path)) {
                if (file != null && file.tryLock() && file.isAtItsPath()) {
                    action.run();
                }
            }
        }
    }

    private static void createIfMissing(Path path) throws IOException {
        if (LockedFile.create(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            // The umask may have taken away permissions that the next server needs.
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            return;
        }
        FileStatus found = FileStatus.of(path);
        String flaw = found == null ? null : found.lockFileFlaw();
        if (flaw != null) {
            throw new CannotCreateException("The lock file " + path + " " + flaw + ": remove it");
        }
    }

    /** Returns null if the file was removed or replaced meanwhile. */
    private static LockedFile tryTake(Path path, String name) throws IOException {
        LockedFile file = LockedFile.open(path);
        if (file == null) {
            return null;
        }
        boolean taken = false;
        try {
            if (!lock(file)) {
                throw refused(name, readPid(file.channel()));
            }
            boolean atItsPath = file.isAtItsPath();
            if (atItsPath) {
                writePid(file.channel());
            }
            // Not before: a process that cannot write its pid has to give the lock up.
            taken = atItsPath;
            return taken ? file : null;
        } finally {
            if (!taken) {
                file.close();
            }
        }
    }

    /**
     * Waits for up to a second while the file names no living process: the owner may not have written its pid yet, or
     * it may be no server and only remove stale files.
     */
    private static boolean lock(LockedFile file) throws IOException {
        long deadlineNs = System.nanoTime() + OWNER_TIMEOUT_NS;
        boolean taken = file.tryLock();
        while (!taken && ProcessHandle.of(readPid(file.channel())).isEmpty() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(OWNER_POLL_NS);
            taken = file.tryLock();
        }
        return taken;
    }

    private static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((CurrentProcess.pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** The process id in the file; 0 if there is none. */
    private static long readPid(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(24);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return Alphabet.DECIMAL.matches(text, 1, MAX_DIGITS) ? Long.parseLong(text) : 0;
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
        try (file) {
            file.channel().truncate(0);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot release " + path + ": " + SegmentDirectory.reason(e), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
