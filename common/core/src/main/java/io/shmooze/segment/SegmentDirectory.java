// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * The directory of a user's channels. It holds a lock file and a socket for each channel, a segment for a short time
 * during each handshake, and the memory of frames. It belongs to this user alone, so nobody else can put a file into
 * it.
 */
public final class SegmentDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    /** Others can open files whose names they know, and list nothing. */
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> FORBIDDEN = PosixFilePermissions.fromString("----w--w-");
    /** Bytes that fit into {@code sockaddr_un} beside the terminating zero. */
    private static final int MAX_SOCKET_PATH = 107;

    private final Path path;
    private final boolean shared;

    private SegmentDirectory(Path path, boolean shared) {
        this.path = path;
        this.shared = shared;
    }

    /**
     * The default directory: in shared memory on Linux, elsewhere in the temporary directory.
     *
     * @return {@code /dev/shm/shmooze-USER} or its like; USER is the user's number if the name is missing, or has
     *     letters that a channel's name may not have
     */
    public static Path defaultPath() {
        Path parent = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("shmooze-" + CurrentUser.fileName());
    }

    /**
     * For a server: creates the directory if it is missing, and checks it.
     *
     * @param path of the directory
     * @param shared whether other users may open files whose names they are told
     * @return the directory
     * @throws CannotCreateException if the file system refuses
     * @throws NotPermittedException if it belongs to another user, or others can write it
     */
    public static SegmentDirectory create(Path path, boolean shared) {
        try {
            createIfMissing(path);
            check(path, Set.of());
            if (shared) {
                Files.setPosixFilePermissions(path, PASSABLE);
            }
            return new SegmentDirectory(path, shared);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot create the directory " + path + ": " + reason(e), e);
        }
    }

    private static void createIfMissing(Path path) throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            // The umask may have taken away permissions that this user needs.
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            // The caller checks it like any other directory.
            return;
        }
    }

    /**
     * For a client: checks the directory.
     *
     * @param path of the directory
     * @param allowedUsers users that may own it, besides this user
     * @return the directory; null if there is none yet
     * @throws NotPermittedException if it belongs to another user, or others can write it
     */
    public static SegmentDirectory open(Path path, Set<String> allowedUsers) {
        try {
            check(path, allowedUsers);
            return new SegmentDirectory(path, false);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new NotPermittedException("Cannot read the directory " + path + ": " + reason(e), e);
        }
    }

    private static void check(Path path, Set<String> allowedUsers) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new NotPermittedException("Not a directory: " + path + "; name another one, or remove it");
        }
        if (!CurrentUser.isOrAllows(found.owner(), allowedUsers)) {
            throw new NotPermittedException("The directory " + path + " belongs to " + found.owner().getName()
                    + ", not to " + CurrentUser.principal().getName() + ": name one of your own, or allow that user");
        }
        if (!Collections.disjoint(found.permissions(), FORBIDDEN)) {
            throw new NotPermittedException("Others can write the directory " + path + " ("
                    + PosixFilePermissions.toString(found.permissions()) + "): make it private with chmod 700");
        }
    }

    /**
     * The path of the directory.
     *
     * @return the path
     */
    public Path path() {
        return path;
    }

    /**
     * The mode of sockets and segments. If the directory is shared, other users may use the files whose names they
     * know.
     *
     * @return read and write for the owner alone, or for all
     */
    public Set<PosixFilePermission> fileMode() {
        return PosixFilePermissions.fromString(shared ? "rw-rw-rw-" : "rw-------");
    }

    /**
     * The lock file of a channel, which its server keeps locked.
     *
     * @param channel the channel
     * @return its path
     */
    public Path lockFile(String channel) {
        return path.resolve(channel + ".lock");
    }

    /**
     * The socket that a server listens on.
     *
     * @param channel the channel
     * @return its path
     * @throws UsageException if the path is too long for a socket
     */
    public Path socket(String channel) {
        return socket(path, channel);
    }

    /**
     * The socket of a channel in a directory that need not exist yet.
     *
     * @param directory its path
     * @param channel the channel
     * @return its path
     * @throws UsageException if the path is too long for a socket
     */
    public static Path socket(Path directory, String channel) {
        Path socket = directory.resolve(channel + ".sock");
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_PATH) {
            throw new UsageException("The path of the socket, " + socket + ", has " + length + " bytes; a socket takes "
                    + MAX_SOCKET_PATH + ": choose a shorter directory or channel name");
        }
        return socket;
    }

    /**
     * The file of a session's segment, which exists only during the handshake.
     *
     * @param channel the channel
     * @param sessionId number of the session
     * @param key the session's secret
     * @return its path
     */
    public Path segment(String channel, long sessionId, String key) {
        return path.resolve(segmentName(channel, sessionId, key));
    }

    /**
     * The name of a session's segment, which the handshake tells. Nobody can guess it, so other users cannot open the
     * segment unless they are told.
     *
     * @param channel the channel
     * @param sessionId number of the session
     * @param key the session's secret, 32 hexadecimal digits
     * @return the file's name in this directory
     */
    public static String segmentName(String channel, long sessionId, String key) {
        return channel + "." + sessionId + "." + key + ".segment";
    }

    /**
     * One of the files of a publisher of frames.
     *
     * @param channel the channel
     * @param number 0 for the board; each frame buffer has a number that was never used before
     * @param key of the publisher
     * @return its path
     */
    public Path frames(String channel, long number, String key) {
        return path.resolve(channel + "." + number + "." + key + ".frame");
    }

    /**
     * Removes the socket of a dead server. For the holder of the channel's lock.
     *
     * @param channel the channel
     * @throws IOException if the file system refuses
     * @throws CannotCreateException if the file of this name is not a socket
     */
    public void removeStaleSocket(String channel) throws IOException {
        Path socket = socket(channel);
        FileStatus found = FileStatus.of(socket);
        if (found != null && !found.isSocket()) {
            throw new CannotCreateException("Cannot listen on " + socket + ", which is not a socket: remove it");
        }
        Files.deleteIfExists(socket);
    }

    /**
     * The identity of the socket that a channel has now.
     *
     * @param channel the channel
     * @return the file's key; null if there is no socket
     * @throws IOException if the file system refuses
     */
    public Object socketKey(String channel) throws IOException {
        FileStatus found = FileStatus.of(socket(channel));
        return found == null ? null : found.key();
    }

    /**
     * Removes this server's own socket. If somebody has removed the lock file, another server may have replaced the
     * socket; that one stays.
     *
     * @param channel the channel
     * @param key of the own socket, from the time when it was created
     * @throws IOException if the file system refuses
     */
    public void removeOwnSocket(String channel, Object key) throws IOException {
        if (key != null && key.equals(socketKey(channel))) {
            Files.deleteIfExists(socket(channel));
        }
    }

    /** The exception for a file that could not be created: the file system refuses, or the thread is interrupted. */
    static ShmoozeException failure(String what, IOException e) {
        return e instanceof ClosedByInterruptException
                ? new InterruptedSessionException(what + ": the thread is interrupted", e)
                : new CannotCreateException(what + ": " + reason(e), e);
    }

    /**
     * The reason of a file system's exception, in words.
     *
     * @param e the exception
     * @return a phrase without the name of the file
     */
    public static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "something else has its name";
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "no such directory";
        }
        return e instanceof java.nio.file.FileSystemException system && system.getReason() != null
                ? system.getReason() : String.valueOf(e.getMessage());
    }
}
