// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.segment.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A file that is not whole yet, under a name of its own.
 *
 * <p><b>Ownership.</b> Who has locked it: the lock ends with the process. Within a process the set of those in use
 * keeps a second one from opening it, because closing any channel of a file gives up the process's locks on it.
 */
final class PartFile implements Reception {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OLD = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final FileFolder.Place place;
    private final Digest digest = new Digest();
    private final FileChannel channel;
    private final ByteBuffer copy = ByteBuffer.allocateDirect(Contents.PIECE);
    private long length;

    private PartFile(FileFolder.Place place, long size, BooleanSupplier wanted) throws IOException {
        this.place = place;
        this.channel = open(place.part());
        try {
            length = channel.size() > size ? 0 : channel.size();
            Contents.hash(channel, length, digest, wanted);
            channel.truncate(length).position(length);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens what is there, or a new one.
     *
     * @param wanted whether it still is, while the old part is looked at
     * @throws RefusedException if somebody else writes it, or something that is not ours has its name
     */
    static PartFile open(FileFolder.Place place, long size, BooleanSupplier wanted) throws IOException {
        if (!IN_USE.add(place.part())) {
            throw busy(place.part());
        }
        try {
            return new PartFile(place, size, wanted);
        } catch (IOException | RuntimeException | Error e) {
            IN_USE.remove(place.part());
            throw e;
        }
    }

    private static RefusedException busy(Path part) {
        return new RefusedException("it is being received already (" + part.getFileName() + ")");
    }

    /** What has the name has to be the same before opening and after locking, else its last owner has removed it. */
    private static FileChannel open(Path part) throws IOException {
        FileChannel opened = null;
        while (opened == null) {
            FileStatus before = FileStatus.of(part);
            if (before == null) {
                create(part);
            } else if (before.ownFileFlaw() != null) {
                throw new RefusedException(part.getFileName() + " " + before.ownFileFlaw());
            } else {
                opened = tryOpen(part, before);
            }
        }
        return opened;
    }

    private static void create(Path part) throws IOException {
        try {
            FileChannel.open(part, NEW).close();
        } catch (FileAlreadyExistsException e) {
            // Another process wants it, too; the lock decides.
            return;
        }
    }

    /** Null if it has been removed in between. */
    private static FileChannel tryOpen(Path part, FileStatus before) throws IOException {
        FileChannel opened;
        try {
            opened = FileChannel.open(part, OLD);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean ours = false;
        try {
            if (opened.tryLock() == null) {
                throw busy(part);
            }
            FileStatus now = FileStatus.of(part);
            ours = now != null && before.key().equals(now.key());
            return ours ? opened : null;
        } finally {
            if (!ours) {
                opened.close();
            }
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public void restart() throws IOException {
        length = 0;
        digest.reset();
        channel.truncate(0);
    }

    /** Hashes and writes one copy, because the peer can still change what is in the lane. */
    @Override
    public void append(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), copy.capacity());
            copy.clear().put(rest.slice(rest.position(), count)).flip();
            rest.position(rest.position() + count);
            digest.add(copy);
            write();
        }
    }

    private void write() throws IOException {
        while (copy.hasRemaining()) {
            length += channel.write(copy);
        }
    }

    /** A link is made only where nothing is; a move would replace what is there. */
    @Override
    public Path complete() throws IOException {
        try {
            Files.createLink(place.target(), place.part());
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException("there is a " + place.target().getFileName()
                    + " meanwhile, and nothing is overwritten");
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links: this looks first, too, if not in one step.
            Files.move(place.part(), place.target());
        }
        discard();
        return place.target();
    }

    @Override
    public void keep() throws IOException {
        if (length == 0) {
            discard();
        } else {
            close();
        }
    }

    @Override
    public void discard() throws IOException {
        try {
            Files.deleteIfExists(place.part());
        } finally {
            close();
        }
    }

    private void close() throws IOException {
        IN_USE.remove(place.part());
        channel.close();
    }
}
