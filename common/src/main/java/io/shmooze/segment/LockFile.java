// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file that a {@link ChannelLock} locks, and the process id in it. */
final class LockFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int MAX_DIGITS = 18;

    private LockFile() {
    }

    /** One path for one file, so that the registry knows it by whatever name. */
    static Path path(SegmentDirectory directory, String name) {
        Path file = directory.lockFile(name);
        try {
            return directory.path().toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw new CannotCreateException("Cannot lock " + file + ": " + SegmentDirectory.reason(e), e);
        }
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    }

    static void createIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            // The umask may have taken away what the next server needs.
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            FileStatus found = FileStatus.of(file);
            String flaw = found == null ? null : found.lockFileFlaw();
            if (flaw != null) {
                throw new CannotCreateException("The lock file " + file + " " + flaw + ": remove it", e);
            }
        }
    }

    /** Which file is there now; null if none. */
    static Object key(Path file) throws IOException {
        FileStatus found = FileStatus.of(file);
        return found == null ? null : found.key();
    }

    static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((CurrentProcess.pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** The process id in the file; 0 if there is none. */
    static long readPid(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(24);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return Alphabet.DECIMAL.spells(text, 1, MAX_DIGITS) ? Long.parseLong(text) : 0;
    }
}
