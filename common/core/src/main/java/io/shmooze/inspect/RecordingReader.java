// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.MessageKind;
import io.shmooze.NotPermittedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.Side;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a recording. Owns the open file, of which nothing is believed. For one thread. */
public final class RecordingReader implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Path path;
    private final InputStream input;
    private final long length;
    private long position;

    /**
     * Opens a recording.
     *
     * @param path of the file
     * @throws UsageException if it is not there, or no recording, or one of another version
     * @throws NotPermittedException if this process may not read it
     */
    public RecordingReader(Path path) {
        this.path = path;
        try {
            if (!Files.isRegularFile(path)) {
                throw new UsageException(Files.exists(path) ? path + " is not a file" : "There is no file " + path);
            }
            this.length = Files.size(path);
            this.input = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        } catch (AccessDeniedException e) {
            throw new NotPermittedException("Not allowed to read " + path, e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        ByteBuffer header = read(RecordingDescriptor.HEADER_LENGTH);
        if (header.remaining() < RecordingDescriptor.HEADER_LENGTH
                || header.getLong(RecordingDescriptor.MAGIC_OFFSET) != RecordingDescriptor.MAGIC) {
            throw new UsageException(path + " is not a recording of tail --record");
        }
        int version = header.getInt(RecordingDescriptor.VERSION_OFFSET);
        if (version != RecordingDescriptor.VERSION) {
            throw new UsageException(path + " has version " + version + " of the recordings, and this program reads "
                    + "version " + RecordingDescriptor.VERSION);
        }
    }

    private ShmoozeException unreadable(IOException cause) {
        return new ShmoozeException("Cannot read " + path + ": " + SegmentDirectory.reason(cause), cause);
    }

    /**
     * Reads the next record.
     *
     * @return null at the end
     * @throws DamagedRecordingException if the file ends within a record, or has something else there
     */
    public RecordedMessage next() {
        long begin = position;
        ByteBuffer header = read(RecordingDescriptor.RECORD_LENGTH);
        if (!header.hasRemaining()) {
            return null;
        }
        if (header.remaining() < RecordingDescriptor.RECORD_LENGTH) {
            throw cut(begin);
        }
        int size = header.getInt(RecordingDescriptor.LENGTH_OFFSET);
        int kind = Byte.toUnsignedInt(header.get(RecordingDescriptor.KIND_OFFSET));
        int writer = Byte.toUnsignedInt(header.get(RecordingDescriptor.WRITER_OFFSET));
        boolean gap = kind == RecordingDescriptor.GAP;
        if (size < 0 || writer >= Side.values().length || !gap && kind >= MessageKind.values().length
                || gap && size != Long.BYTES) {
            throw new DamagedRecordingException(path + " is damaged: there is no record at byte " + begin);
        }
        // Before memory is taken for what a damaged length says.
        if (size > length - position) {
            throw cut(begin);
        }
        ByteBuffer payload = read(size);
        if (payload.remaining() < size) {
            throw cut(begin);
        }
        Side side = Side.values()[writer];
        boolean again = (header.get(RecordingDescriptor.FLAGS_OFFSET) & RecordingDescriptor.REDELIVERED) != 0;
        return new RecordedMessage(header.getLong(RecordingDescriptor.TIME_OFFSET),
                header.getLong(RecordingDescriptor.SESSION_OFFSET), side,
                gap ? null : new TailedMessage(side, MessageKind.values()[kind], again, size, payload.array()),
                gap ? payload.getLong(0) : 0);
    }

    private DamagedRecordingException cut(long begin) {
        return new DamagedRecordingException(path + " ends in the middle of the record at byte " + begin
                + ": its recording was cut short");
    }

    private ByteBuffer read(int count) {
        try {
            byte[] bytes = input.readNBytes(count);
            position += bytes.length;
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
