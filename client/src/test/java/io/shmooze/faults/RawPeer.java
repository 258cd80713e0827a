// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One end of a session after the handshake, with access to everything: the memory, its file, and the bells. Used by one
 * thread, unless a method says otherwise.
 */
final class RawPeer implements AutoCloseable {
    static final int SERVER_LINE = 128;
    static final int CLIENT_LINE = 256;
    static final int LANES = 384;
    /** Of a segment that has bulk areas behind it. */
    static final int LENGTH = 1024;
    private static final int PAGE = 4096;
    private static final int STATE = 64;
    private static final int ARRIVALS_EPOCH = 68;
    private static final int ROOM_EPOCH = 72;

    /** Stays open when the file's name is removed. */
    final FileChannel file;
    final ByteBuffer memory;
    /** The areas that this side writes and reads; empty if there are none. */
    final ByteBuffer bulkOut;
    final ByteBuffer bulkIn;
    private final ByteBuffer firstBulk;
    /** Of a bulk area and a wide lane. */
    private final long areaLength;
    final RawLane in;
    final RawLane out;
    final int ownLine;
    final int peerLine;
    private final SocketChannel hears;
    private final SocketChannel rings;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final ByteBuffer heard = ByteBuffer.allocateDirect(256);
    private long bulkPosition;
    private int rungArrivals;
    private int rungRoom;

    /** With bulk areas and wide lanes of a length, or 0. */
    RawPeer(boolean server, FileChannel file, int bulk, int wide, SocketChannel hears, SocketChannel rings)
            throws IOException {
        this.file = file;
        this.areaLength = bulk + wide;
        long areas = file.size() - 2 * areaLength;
        this.memory = map(file, 0, areaLength == 0 ? areas : areas - (PAGE - LENGTH));
        ByteBuffer first = map(file, areas, bulk);
        ByteBuffer second = map(file, areas + areaLength, bulk);
        this.firstBulk = first;
        this.bulkOut = server ? first : second;
        this.bulkIn = server ? second : first;
        this.hears = hears;
        this.rings = rings;
        this.ownLine = server ? SERVER_LINE : CLIENT_LINE;
        this.peerLine = server ? CLIENT_LINE : SERVER_LINE;
        int capacity = (memory.capacity() - LANES) / 2 & -64;
        RawLane toClient = new RawLane(memory, LANES, capacity, CLIENT_LINE, map(file, areas + bulk, wide));
        RawLane toServer = new RawLane(memory, LANES + capacity, capacity, SERVER_LINE,
                map(file, areas + areaLength + bulk, wide));
        this.in = server ? toServer : toClient;
        this.out = server ? toClient : toServer;
        hears.configureBlocking(false);
        rings.configureBlocking(false);
        memory.putInt(ownLine + STATE, 1);
    }

    private static ByteBuffer map(FileChannel file, long from, long count) throws IOException {
        return file.map(MapMode.READ_WRITE, from, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Publishes a message in the bulk area, without a look for room there; false if there is no room in the lane. */
    boolean writeBulk(int kind, byte[] payload) {
        int block = payload.length + 63 & -64;
        int offset = (int) (bulkPosition % bulkOut.capacity());
        long start = block <= bulkOut.capacity() - offset ? bulkPosition : bulkPosition + bulkOut.capacity() - offset;
        bulkOut.put((int) (start % bulkOut.capacity()), payload);
        boolean written = out.writeReference(kind, start, payload.length);
        bulkPosition = written ? start + block : bulkPosition;
        return written;
    }

    /** Rings as a correct peer does: once for each epoch in which the other side sleeps. */
    void ringIfNeeded() throws IOException {
        if (!isOver()) {
            ringUnheard();
        }
    }

    /** The same, without reading the bells of this side. */
    void ringUnheard() {
        int arrivals = memory.getInt(peerLine + ARRIVALS_EPOCH);
        int room = memory.getInt(peerLine + ROOM_EPOCH);
        if ((arrivals & 1) != 0 && arrivals != rungArrivals || (room & 1) != 0 && room != rungRoom) {
            rungArrivals = arrivals;
            rungRoom = room;
            ring();
        }
    }

    /** Rings once; false if the connection is full or the other side has hung up. */
    boolean ring() {
        try {
            one.clear();
            return rings.write(one) > 0;
        } catch (IOException e) {
            // The other side has hung up, which isOver reports.
            return false;
        }
    }

    /** Whether the other side says that it sleeps until something arrives. */
    boolean isPeerAsleep() {
        return (memory.getInt(peerLine + ARRIVALS_EPOCH) & 1) != 0;
    }

    /** Whether the other side says that it sleeps until there is room. */
    boolean isPeerFull() {
        return (memory.getInt(peerLine + ROOM_EPOCH) & 1) != 0;
    }

    /** Sets the length of the file; from then on this side must not touch the memory either. */
    void resize(long length) throws IOException {
        file.truncate(length);
        if (file.size() < length) {
            file.write(ByteBuffer.allocate(1), length - 1);
        }
    }

    /** Takes the memory of one bulk area away, in the middle of the file. */
    void punchBulk(ByteBuffer area) throws IOException {
        long from = file.size() - (area == firstBulk ? 2 : 1) * areaLength;
        Tools.run("fallocate", "--punch-hole", "--offset", String.valueOf(from), "--length",
                String.valueOf(area.capacity()), descriptor().toString());
    }

    /** The file, whose name is removed, as another process can open it. */
    private static Path descriptor() throws IOException {
        Path own = Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "fd");
        try (Stream<Path> links = Files.list(own)) {
            return links.filter(RawPeer::isSegment).findFirst().orElseThrow();
        }
    }

    private static boolean isSegment(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains(".segment");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    /** Tells the other side that this one sleeps until something arrives, and until there is room. */
    void sleep(int epoch) {
        memory.putInt(ownLine + ARRIVALS_EPOCH, epoch);
        memory.putInt(ownLine + ROOM_EPOCH, epoch);
    }

    /** Whether the other side has hung up. Reads all bells. */
    boolean isOver() throws IOException {
        return readBells() < 0;
    }

    /** Reads all bells and returns their number; negative if the other side has hung up. */
    int readBells() throws IOException {
        try {
            int bells = 0;
            int count;
            do {
                heard.clear();
                count = hears.read(heard);
                bells += count;
            } while (count > 0);
            return count < 0 ? count : bells;
        } catch (IOException e) {
            if (RawConnection.isReset(e)) {
                return -1;
            }
            throw e;
        }
    }

    /** Ends the session regularly, and closes. */
    void leave() throws IOException {
        memory.putInt(ownLine + STATE, 2);
        close();
    }

    @Override
    public void close() throws IOException {
        rings.close();
        hears.close();
        file.close();
    }
}
