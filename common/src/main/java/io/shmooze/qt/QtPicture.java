// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.ProtocolException;
import io.shmooze.picture.SharedPicture;
import io.shmooze.qt.QtSharedMemory.Access;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;

/**
 * A picture as Qt programs share one: {@code QDataStream << QPixmap} in a {@code QSharedMemory}, under its lock. It is
 * a big-endian 32-bit 1 and a PNG, or 0 for no picture; what follows the PNG has no meaning. Every process may publish
 * and load.
 *
 * <p>Who published stays attached, so that the picture stays. Who loads detaches at once, as Qt's example does: while
 * others are attached, nobody can replace the segment by a larger one. Qt tells nobody about a change.
 *
 * <p><b>Threads.</b> One at a time.
 */
public final class QtPicture implements SharedPicture {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final int NOTHING = 0;
    private static final int PICTURE = 1;

    private final QtNativeKey key;
    private final QtSharedMemory held;
    private long loaded;

    /**
     * For a key; nothing is attached yet.
     *
     * @param key of the segment and its lock
     */
    public QtPicture(QtNativeKey key) {
        this.key = key;
        this.held = new QtSharedMemory(key);
    }

    /**
     * {@inheritDoc}
     *
     * @throws QtException {@link QtError#ALREADY_EXISTS} if it does not fit and another process is attached
     */
    @Override
    public void publish(BufferedImage image) {
        byte[] bytes = encode(image);
        makeRoom(bytes.length);
        held.lock(PATIENCE);
        try {
            held.bytes().write(0, bytes, 0, bytes.length);
        } finally {
            held.unlock();
        }
    }

    private void makeRoom(int length) {
        if (held.isAttached() && held.size() < length) {
            held.detach();
        }
        if (held.isAttached()) {
            return;
        }
        try {
            held.create(length);
        } catch (QtException e) {
            if (e.error() != QtError.ALREADY_EXISTS) {
                throw e;
            }
            attachTo(length, e);
        }
    }

    /** Somebody else has it; its room may do. */
    private void attachTo(int length, QtException refusal) {
        held.attach(Access.READ_WRITE);
        if (held.size() < length) {
            long size = held.size();
            held.detach();
            throw new QtException(QtError.ALREADY_EXISTS, "The picture needs " + length + " bytes, the segment with "
                    + "key " + key.key() + " has " + size + ", and it cannot be replaced while other processes are "
                    + "attached", refusal);
        }
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(PICTURE).array());
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * {@inheritDoc}
     *
     * @throws QtException {@link QtError#NOT_FOUND} if there is no segment
     */
    @Override
    public BufferedImage load() {
        byte[] bytes = read();
        loaded = sum(bytes);
        return decode(bytes);
    }

    private byte[] read() {
        if (held.isAttached()) {
            return copy(held);
        }
        try (QtSharedMemory memory = new QtSharedMemory(key)) {
            memory.attach(Access.READ_ONLY);
            return copy(memory);
        }
    }

    private static byte[] copy(QtSharedMemory memory) {
        byte[] bytes = new byte[Math.toIntExact(memory.size())];
        memory.lock(PATIENCE);
        try {
            memory.bytes().read(0, bytes, 0, bytes.length);
            return bytes;
        } finally {
            memory.unlock();
        }
    }

    private BufferedImage decode(byte[] bytes) {
        int start = bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
        if (start == NOTHING) {
            return null;
        }
        int pngEnd = Integer.BYTES + PNG.length;
        if (start != PICTURE || bytes.length < pngEnd
                || !Arrays.equals(bytes, Integer.BYTES, pngEnd, PNG, 0, PNG.length)) {
            throw new ProtocolException("The segment with key " + key.key() + " of " + bytes.length
                    + " bytes holds no picture of Qt: it begins with "
                    + HexFormat.of().formatHex(bytes, 0, Math.min(pngEnd, bytes.length)) + ", expected 00000001"
                    + HexFormat.of().formatHex(PNG));
        }
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes, Integer.BYTES, bytes.length - Integer.BYTES));
        } catch (IOException | RuntimeException e) {
            throw new ProtocolException("The picture in the segment with key " + key.key() + " of " + bytes.length
                    + " bytes is damaged: " + e.getMessage(), e);
        }
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }

    /**
     * Whether the segment holds something else than was loaded last. Never waits, because nothing in Qt would end it.
     *
     * @param timeout not used
     * @return false, too, if there is no segment
     */
    @Override
    public boolean awaitChange(Duration timeout) {
        try {
            return sum(read()) != loaded;
        } catch (QtException e) {
            if (e.error() == QtError.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Detaches; the picture is gone if no other process is attached. */
    @Override
    public void close() {
        held.close();
    }
}
