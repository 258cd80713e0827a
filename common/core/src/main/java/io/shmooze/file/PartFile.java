// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.segment.FileStatus;
import io.shmooze.segment.LockedFile;
import io.shmooze.segment.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A file that is not whole yet, under a name of its own.
 *
 * <p><b>Ownership.</b> The process that has locked it owns it. The lock ends with the process.
 */
final class PartFile implements TargetFile {
    private final FileFolder.TargetPaths paths;
    private final Digest digest = new Digest();
    private final LockedFile file;
    private final FileChannel channel;
    private final ByteBuffer copy = ByteBuffer.allocateDirect(FileContent.CHUNK_LENGTH);
    private long length;

    /**
     * Opens the part that is there, or makes a new one.
     *
     * @param wanted asked while the old part is hashed; if it says no, the rest is not hashed
     * @throws RefusedException if another transfer writes it, or its name belongs to a file that is not ours
     */
    PartFile(FileFolder.TargetPaths paths, long size, BooleanSupplier wanted) throws IOException {
        this.paths = paths;
        this.file = lock(paths.part());
        this.channel = file.channel();
        try {
            length = channel.size() > size ? 0 : channel.size();
            FileContent.of(channel).hash(length, digest, wanted);
            channel.truncate(length).position(length);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static RefusedException busy(Path part) {
        return new RefusedException("it is being received already (" + part.getFileName() + ")");
    }

    /** Checks that the name still belongs to the locked file: the last owner may have removed it before the lock. */
    private static LockedFile lock(Path part) throws IOException {
        LockedFile locked = null;
        while (locked == null) {
            FileStatus before = FileStatus.of(part);
            if (before == null) {
                // If another process makes it at the same time, the lock decides.
                LockedFile.create(part);
            } else if (before.ownFileFlaw() != null) {
                throw new RefusedException(part.getFileName() + " " + before.ownFileFlaw());
            } else {
                locked = tryLock(part);
            }
        }
        return locked;
    }

    /** Null if somebody has removed it meanwhile. */
    private static LockedFile tryLock(Path part) throws IOException {
        LockedFile opened = open(part);
        boolean ours = false;
        try {
            if (opened != null && !opened.tryLock()) {
                throw busy(part);
            }
            ours = opened != null && opened.isAtItsPath();
            return ours ? opened : null;
        } finally {
            if (opened != null && !ours) {
                opened.close();
            }
        }
    }

    private static LockedFile open(Path part) throws IOException {
        try {
            return LockedFile.open(part);
        } catch (OverlappingFileLockException e) {
            throw busy(part);
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

    /** Copies through one small buffer, because the JDK writes an array through a buffer as long as the array. */
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

    @Override
    public Path complete() throws IOException {
        try {
            OutputFile.rename(paths.part(), paths.target());
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException("there is a " + paths.target().getFileName()
                    + " meanwhile, and nothing is overwritten");
        }
        file.close();
        return paths.target();
    }

    @Override
    public void keep() throws IOException {
        if (length == 0) {
            discard();
        } else {
            file.close();
        }
    }

    @Override
    public void discard() throws IOException {
        try {
            Files.deleteIfExists(paths.part());
        } finally {
            file.close();
        }
    }
}
