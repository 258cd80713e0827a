// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Writes a recording. Owns the new file, which only its user may read, as only its user may read the sessions. A
 * record is in the file when {@link #flush} has returned. For one thread.
 */
public final class RecordingWriter implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Path path;
    private final FileChannel file;
    private final long beganNs = System.nanoTime();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Creates the file.
     *
     * @param path of the file, which is not there yet
     * @throws CannotCreateException if it is there, or the file system refuses
     * @throws NotPermittedException if this process may not write there
     */
    public RecordingWriter(Path path) {
        this.path = path;
        try {
            this.file = FileChannel.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new CannotCreateException(path + " exists already, and a recording replaces nothing: name another "
                    + "file", e);
        } catch (IOException e) {
            throw refused(e);
        }
        Instant now = Instant.now();
        buffer.putLong(RecordingDescriptor.MAGIC).putInt(RecordingDescriptor.VERSION).putInt(0)
                .putLong(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        flush();
    }

    private RuntimeException refused(IOException cause) {
        return cause instanceof AccessDeniedException ? new NotPermittedException("Not allowed to write " + path, cause)
                : new CannotCreateException("Cannot write " + path + ": " + SegmentDirectory.reason(cause), cause);
    }

    /**
     * Writes a message.
     *
     * @param session the id of the session
     * @param message as a whole
     */
    public void write(long session, TailedMessage message) {
        record(session, message.payload().length, message.kind().ordinal(), message.writer(),
                message.redelivered() ? RecordingDescriptor.REDELIVERED : 0, ByteBuffer.wrap(message.payload()));
    }

    /**
     * Writes that something was missed.
     *
     * @param session the id of the session
     * @param writer the side that has sent it
     * @param count how much
     * @param frames whether that is frames, and not messages
     */
    public void writeGap(long session, Side writer, long count, boolean frames) {
        record(session, Long.BYTES, RecordingDescriptor.GAP, writer, frames ? RecordingDescriptor.FRAMES : 0,
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, count));
    }

    private void record(long session, int length, int kind, Side writer, int flags, ByteBuffer payload) {
        if (buffer.remaining() < RecordingDescriptor.RECORD_LENGTH + length) {
            flush();
        }
        buffer.putLong(System.nanoTime() - beganNs).putLong(session).putInt(length).put((byte) kind)
                .put((byte) writer.ordinal()).put((byte) flags).put((byte) 0);
        if (payload.remaining() <= buffer.remaining()) {
            buffer.put(payload);
        } else {
            flush();
            writeFully(payload);
        }
    }

    /** Writes to the file what is not there yet. */
    public void flush() {
        writeFully(buffer.flip());
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    @Override
    public void close() {
        try (file) {
            flush();
        } catch (IOException e) {
            throw refused(e);
        }
    }
}
