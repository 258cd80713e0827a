// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates segments as files, and attaches to them. */
public final class SegmentFile {
    private static final int BLOCK = 64 * 1024;

    /** Maps a file, which is as long as it has to be: to map what is behind a file's end makes it longer. */
    private interface Mapper {
        Segment map(FileChannel channel) throws IOException;
    }

    private record SessionMapper(SegmentLayout layout) implements Mapper {
        @Override
        public Segment map(FileChannel channel) throws IOException {
            return Segment.mapSession(channel, layout);
        }
    }

    private SegmentFile() {
    }

    /**
     * Creates a segment: {@link #createZeroed} with the header filled in, the version last.
     *
     * @param file the path, where no file exists
     * @param mode of the file, whatever the umask is
     * @param layout of the file; what is behind the segment takes no memory yet
     * @param sessionId number of the session
     * @param clientPid the process that is going to attach
     * @return the segment, to be unmapped by the caller, who also removes the file
     * @throws CannotCreateException if the file system refuses; no file is left then
     */
    public static Segment create(Path file, Set<PosixFilePermission> mode, SegmentLayout layout, long sessionId,
                                 long clientPid) {
        Segment segment = create(file, mode, layout.length(), new SessionMapper(layout));
        fill(segment, sessionId, CurrentProcess.pid(), clientPid);
        return segment;
    }

    /**
     * Creates shared memory: a new file, of which every byte is written. So a full file system is an exception now, and
     * not a signal when the memory is used.
     *
     * @param file the path, where no file exists
     * @param mode of the file, whatever the umask is
     * @param length bytes
     * @return memory of zeros, to be unmapped by the caller, who also removes the file
     * @throws CannotCreateException if the file system refuses; no file is left then
     * @throws InterruptedSessionException if the thread is interrupted; no file is left then
     */
    public static Segment createZeroed(Path file, Set<PosixFilePermission> mode, int length) {
        return create(file, mode, length, channel -> map(channel, length));
    }

    private static Segment create(Path file, Set<PosixFilePermission> mode, int length, Mapper mapper) {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileAttribute<?> ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            FileChannel channel = FileChannel.open(file, options, ownerOnly);
            try {
                Files.setPosixFilePermissions(file, mode);
                writeZeros(channel, length);
                return mapper.map(channel);
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                Files.delete(file);
                throw e;
            }
        } catch (IOException e) {
            throw SegmentDirectory.failure("Cannot create the segment " + file + " of " + length + " bytes", e);
        }
    }

    /**
     * Attaches to a segment that the server has named.
     *
     * @param file the file
     * @param layout of the file, as the server said
     * @param sessionId as the server said
     * @return the segment, to be unmapped by the caller
     * @throws ProtocolException if the file is not as the server said
     * @throws InterruptedSessionException if the thread is interrupted
     * @throws IOException if there is no such file: the server is gone, or has given the handshake up
     */
    public static Segment attach(Path file, SegmentLayout layout, long sessionId) throws IOException {
        layout.check();
        Segment segment = open(file, layout.fileLength(), new SessionMapper(layout));
        try {
            check(segment, sessionId);
        } catch (ProtocolException e) {
            segment.unmap();
            throw e;
        }
        return segment;
    }

    /**
     * Maps shared memory that the server has named.
     *
     * @param file the file; links are not followed
     * @param length bytes, as the server said
     * @return the memory, whose content is not checked, to be unmapped by the caller
     * @throws ProtocolException if the file is not as the server said
     * @throws InterruptedSessionException if the thread is interrupted
     * @throws IOException if there is no such file: the server is gone, or has given the handshake up
     */
    public static Segment open(Path file, int length) throws IOException {
        return open(file, length, channel -> map(channel, length));
    }

    private static Segment open(Path file, long fileLength, Mapper mapper) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS));
            try {
                checkSize(file, channel.size(), fileLength);
                return mapper.map(channel);
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedSessionException("The thread was interrupted while it attached to " + file, e);
        } catch (IOException e) {
            throw new ProtocolException("Cannot attach to the segment " + file + ": " + SegmentDirectory.reason(e), e);
        }
    }

    private static void checkSize(Path file, long found, long expected) {
        if (found != expected) {
            throw new ProtocolException("The segment " + file + " has " + found + " bytes, but the server says "
                    + expected);
        }
    }

    private static Segment map(FileChannel channel, int length) throws IOException {
        Segment segment = Segment.map(channel, length);
        channel.close();
        return segment;
    }

    private static void writeZeros(FileChannel channel, int length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(Math.min(BLOCK, length));
        for (int written = 0; written < length; ) {
            zeros.clear().limit(Math.min(zeros.capacity(), length - written));
            written += channel.write(zeros);
        }
    }

    static void fill(Segment segment, long sessionId, long serverPid, long clientPid) {
        segment.putIntRelease(SegmentDescriptor.LENGTH_OFFSET, segment.length());
        segment.putLong(SegmentDescriptor.MAGIC_OFFSET, SegmentDescriptor.MAGIC);
        segment.putLong(SegmentDescriptor.SESSION_ID_OFFSET, sessionId);
        segment.putLong(SegmentDescriptor.SERVER_PID_OFFSET, serverPid);
        segment.putLong(SegmentDescriptor.CLIENT_PID_OFFSET, clientPid);
        segment.putIntRelease(SegmentDescriptor.LANE_CAPACITY_OFFSET,
                SegmentDescriptor.laneCapacity(segment.length()));
        segment.putIntRelease(SegmentDescriptor.VERSION_OFFSET, SegmentDescriptor.VERSION);
    }

    /**
     * Maps a byte of some file and unmaps it, so that the JDK loads the classes for that.
     *
     * @throws IOException if this runtime has no such file
     */
    public static void rehearse() throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(System.getProperty("java.home"), "lib", "modules"))) {
            Mapping.of(file, MapMode.READ_ONLY, 0, 1).unmap(false);
        }
    }

    private static void check(Segment segment, long sessionId) {
        expect(segment, "version", segment.getIntAcquire(SegmentDescriptor.VERSION_OFFSET), SegmentDescriptor.VERSION);
        expect(segment, "magic", segment.getLongAcquire(SegmentDescriptor.MAGIC_OFFSET), SegmentDescriptor.MAGIC);
        expect(segment, "length", segment.getIntAcquire(SegmentDescriptor.LENGTH_OFFSET), segment.length());
        expect(segment, "session id", segment.getLongAcquire(SegmentDescriptor.SESSION_ID_OFFSET), sessionId);
        expect(segment, "lane capacity", segment.getIntAcquire(SegmentDescriptor.LANE_CAPACITY_OFFSET),
                SegmentDescriptor.laneCapacity(segment.length()));
    }

    private static void expect(Segment segment, String what, long found, long expected) {
        if (found != expected) {
            throw new ProtocolException("The segment of " + segment.length() + " bytes has " + what + " " + found
                    + ", expected " + expected);
        }
    }
}
