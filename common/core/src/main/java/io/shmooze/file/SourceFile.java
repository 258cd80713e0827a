// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.LockedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file to be sent, as it was when it was chosen.
 *
 * @param path of the file
 * @param name for the receiver
 * @param size bytes
 * @param modified when it was last written
 * @param copy its content if its size is not true; else null, and the file is read when it is sent
 */
record SourceFile(Path path, String name, long size, FileTime modified, byte[] copy) {
    /** The kernel's files, whose sizes are not true, are much shorter. */
    private static final int MAX_COPY = 1 << 24;
    /** Long enough for a disk that has to start first. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Looks at a file, for ten seconds at most.
     *
     * @param ownName for the receiver; null for the file's own name
     * @throws UsageException if it cannot be sent
     * @throws NotPermittedException if this process may not read it
     * @throws InterruptedSessionException if the thread is interrupted meanwhile
     */
    static SourceFile of(Path path, String ownName) {
        try {
            if (!Files.exists(path)) {
                throw new UsageException("There is no file " + path);
            }
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                throw new UsageException("Not a regular file: " + path);
            }
            if (!Files.isReadable(path)) {
                throw new NotPermittedException("Not allowed to read " + path);
            }
            if (LockedFile.isOpen(path)) {
                throw new UsageException("Not to be read while this program has it locked: " + path);
            }
            String name = FileNames.check(ownName == null ? path.getFileName().toString() : ownName);
            byte[] copy = copyIfSizeIsUntrue(path, found.size());
            long size = copy == null ? found.size() : copy.length;
            return new SourceFile(path, name, size, found.lastModifiedTime(), copy);
        } catch (IOException e) {
            throw new UsageException("Cannot look at " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * The content of a file whose size is not true; null if it is. A thread of its own reads, because a file of the
     * kernel may make its reader wait without end, as {@code /proc/kmsg} does.
     */
    private static byte[] copyIfSizeIsUntrue(Path path, long size) throws IOException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> readIfSizeIsUntrue(path, size));
        Thread reader = daemon(reading);
        reader.start();
        try {
            return reading.get(READ_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UsageException("Reading " + path + " does not come to an end (waited " + READ_TIMEOUT.toSeconds()
                    + " s): copy what you need of it, and send the copy", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it looked at " + path, e);
        } catch (ExecutionException e) {
            return rethrow(e.getCause());
        } finally {
            if (!reading.isDone()) {
                // It closes the file, which ends the read. The closing waits for a read that nothing can end.
                daemon(reader::interrupt).start();
            }
        }
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body, "shmooze-file-size");
        thread.setDaemon(true);
        return thread;
    }

    private static byte[] rethrow(Throwable cause) throws IOException {
        if (cause instanceof IOException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }

    private static byte[] readIfSizeIsUntrue(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return endsWhereItSays(channel, size) ? null : copy(path, channel);
        }
    }

    /** Files of the kernel say that they have no bytes, or a whole page of them, and hold something else. */
    private static boolean endsWhereItSays(FileChannel channel, long size) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        boolean ends = channel.read(one, size) < 0 && (size == 0 || channel.read(one, size - 1) == 1);
        // A file that grows or shrinks meanwhile is none of the kernel's: sending shows whether it may be sent.
        return ends || channel.size() != size;
    }

    private static byte[] copy(Path path, FileChannel channel) throws IOException {
        byte[] copy = Channels.newInputStream(channel).readNBytes(MAX_COPY + 1);
        if (copy.length > MAX_COPY) {
            throw new UsageException("The size of " + path + " is not true, and it holds more than " + MAX_COPY
                    + " bytes: copy it, and send the copy");
        }
        return copy;
    }

    /** Opens the content, which the caller closes. */
    FileContent open() throws IOException {
        return copy == null ? FileContent.of(FileChannel.open(path, StandardOpenOption.READ)) : FileContent.of(copy);
    }

    /** Whether the file has been written since. Misses a write within the clock's resolution. */
    boolean hasChanged() throws IOException {
        if (copy != null) {
            return false;
        }
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() != size || !now.lastModifiedTime().equals(modified);
    }
}
