// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;

/**
 * What a publisher of frames shows at one moment, looked at from outside: it reads the files and tells nobody, so
 * neither the publisher nor a viewer notices. The files may be changing, and may hold anything.
 *
 * @param slots how many viewers may attach
 * @param buffers how many buffers there are
 * @param memory of the buffers, bytes
 * @param number of the newest frame; 0 for none
 * @param width of the newest frame, pixels; 0 if it was replaced while this was read, or is no frame
 * @param height the same
 * @param bits of a pixel
 * @param length of its payload, bytes
 * @param time when it was published; null where the width is 0
 */
public record FramePoolStatus(int slots, int buffers, long memory, long number, int width, int height, int bits,
                              int length, Instant time) {
    private static final int FIRST_PART = FramePoolDescriptor.SLOTS_OFFSET;

    /**
     * Looks at the control file of a frame pool.
     *
     * @param control its path; links are not followed
     * @return null if it is none, or none that can be read
     */
    public static FramePoolStatus of(Path control) {
        String[] words = control.getFileName().toString().split("\\.");
        if (words.length < 4 || !words[words.length - 3].equals("0") || !words[words.length - 1].equals("frame")) {
            return null;
        }
        try (FileChannel file = open(control)) {
            ByteBuffer first = read(file, 0, FIRST_PART);
            int slots = first.getInt(FramePoolDescriptor.SLOT_COUNT_OFFSET);
            if (first.getInt(FramePoolDescriptor.VERSION_OFFSET) != FramePoolDescriptor.VERSION
                    || first.getLong(FramePoolDescriptor.MAGIC_OFFSET) != FramePoolDescriptor.MAGIC
                    || slots < 1 || slots > FramePoolDescriptor.MAX_SLOTS) {
                return null;
            }
            ByteBuffer table = read(file, FramePoolDescriptor.entryOffset(slots, 0),
                    FramePoolDescriptor.bufferCount(slots) * FramePoolDescriptor.ENTRY_LENGTH);
            return status(control, words[words.length - 2], slots, table,
                    first.getLong(FramePoolDescriptor.LATEST_OFFSET));
        } catch (IOException e) {
            // Another user's, or the publisher has just left.
            return null;
        }
    }

    private static FramePoolStatus status(Path control, String key, int slots, ByteBuffer table, long latest) {
        int buffers = 0;
        long memory = 0;
        for (int i = 0; i < FramePoolDescriptor.bufferCount(slots); i++) {
            int entry = i * FramePoolDescriptor.ENTRY_LENGTH;
            boolean used = table.getLong(entry + FramePoolDescriptor.FILE_OFFSET) != 0;
            buffers += used ? 1 : 0;
            memory += used ? table.getLong(entry + FramePoolDescriptor.CAPACITY_OFFSET) : 0;
        }
        int newest = FramePoolDescriptor.buffer(latest);
        long number = FramePoolDescriptor.number(latest);
        ByteBuffer frame = newest >= FramePoolDescriptor.bufferCount(slots) ? null
                : newest(control, key, table.getLong(newest * FramePoolDescriptor.ENTRY_LENGTH));
        if (frame == null || latest == 0 || frame.getLong(FramePoolDescriptor.NUMBER_OFFSET) != number) {
            return new FramePoolStatus(slots, buffers, memory, number, 0, 0, 0, 0, null);
        }
        long timeNs = frame.getLong(FramePoolDescriptor.TIME_OFFSET);
        return new FramePoolStatus(slots, buffers, memory, number, frame.getInt(FramePoolDescriptor.WIDTH_OFFSET),
                frame.getInt(FramePoolDescriptor.HEIGHT_OFFSET), frame.getInt(FramePoolDescriptor.BITS_OFFSET),
                frame.getInt(FramePoolDescriptor.PAYLOAD_LENGTH_OFFSET),
                Instant.ofEpochSecond(0, timeNs));
    }

    /** The beginning of a buffer's file; null if it cannot be read. */
    private static ByteBuffer newest(Path control, String key, long number) {
        String name = control.getFileName().toString();
        String channel = name.substring(0, name.length() - (".0." + key + ".frame").length());
        try (FileChannel file = open(control.resolveSibling(channel + "." + number + "." + key + ".frame"))) {
            return read(file, 0, FramePoolDescriptor.BITS_OFFSET + Integer.BYTES);
        } catch (IOException e) {
            // Replaced by a longer one.
            return null;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file was cut");
            }
        }
        return bytes;
    }
}
