// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.security.Security;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A file that a process locks while it uses it. The kernel releases the lock when the process ends, however it ends.
 *
 * <p>Such a lock belongs to the whole process, and closing any descriptor of the file drops it. So this process has at
 * most one descriptor of a file that it locks: all of them are opened and closed here, and code that opens files
 * elsewhere asks {@link #isOpen} first. A JVM may have several copies of this class, each in its own class loader (two
 * web applications, OSGi), so the list of open files belongs to the JVM. It is a security property, because those hold
 * only text and, unlike the system properties, are not replaced by anybody.
 *
 * <p>Safe for all threads, and for all copies of this class.
 */
public final class LockedFile implements AutoCloseable {
    /**
     * Guards the list, and the opening and closing of such files. A string literal is the same object in all class
     * loaders.
     */
    static final Object MONITOR = "io.shmooze.segment.LockedFile.MONITOR";

    /** The name of the property with the keys of the files that this process has open, separated by spaces. */
    private static final String LIST = "io.shmooze.segment.LockedFile.open";
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    /** Without it, the garbage collector would close the channel of a server that nothing refers to. */
    private static final Set<LockedFile> REACHABLE = new LinkedHashSet<>();
    /** Channels of files that other code in this process has locked; closing them would drop that lock. */
    private static final Map<String, FileChannel> LEFT_OPEN = new HashMap<>();

    private final Path path;
    private final String key;
    private final FileChannel channel;
    private boolean lockedByOthersHere;

    private LockedFile(Path path, String key, FileChannel channel) {
        this.path = path;
        this.key = key;
        this.channel = channel;
    }

    /**
     * Creates a file if there is none.
     *
     * @param path of the file
     * @param attributes of the new file
     * @return false if there was a file
     * @throws IOException if the file system refuses
     */
    public static boolean create(Path path, FileAttribute<?>... attributes) throws IOException {
        // Creating opens and closes the file, and another thread may want to lock it in between.
        synchronized (MONITOR) {
            try {
                Files.createFile(path, attributes);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }
    }

    /**
     * Opens a file, without locking it.
     *
     * @param path of a regular file; a link is not followed
     * @return the file, to be closed by the caller; null if there is none
     * @throws OverlappingFileLockException if this process has it open already
     * @throws IOException if the file system refuses
     */
    public static LockedFile open(Path path) throws IOException {
        synchronized (MONITOR) {
            FileStatus found = FileStatus.of(path);
            if (found == null) {
                return null;
            }
            String key = found.key().toString();
            Set<String> list = list();
            if (!list.add(key)) {
                throw new OverlappingFileLockException();
            }
            try {
                FileChannel left = LEFT_OPEN.remove(key);
                LockedFile file = new LockedFile(path, key, left == null ? FileChannel.open(path, OPTIONS) : left);
                REACHABLE.add(file);
                write(list);
                return file;
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    /**
     * Whether this process has this file open through this class. No other code in the process may open it then,
     * because closing it would drop the lock.
     *
     * @param path of any file, which need not exist; links are followed
     * @return true if it is open
     * @throws IOException if the file system refuses
     */
    public static boolean isOpen(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            synchronized (MONITOR) {
                return list().contains(String.valueOf(key));
            }
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Set<String> list() {
        String list = Security.getProperty(LIST);
        return new LinkedHashSet<>(list == null || list.isEmpty() ? Set.of() : Set.of(list.split(" ")));
    }

    private static void write(Set<String> list) {
        Security.setProperty(LIST, String.join(" ", list));
    }

    /**
     * Locks the file, if it is free.
     *
     * @return false if another process has locked it, or other code of this process without this class
     * @throws IOException if the file system refuses
     */
    public boolean tryLock() throws IOException {
        try {
            boolean locked = channel.tryLock() != null;
            lockedByOthersHere = false;
            return locked;
        } catch (OverlappingFileLockException e) {
            lockedByOthersHere = true;
            return false;
        }
    }

    /**
     * Whether the file is still at its path. If not, somebody has removed or replaced it, and a lock on it means
     * nothing.
     *
     * @return true if it is
     * @throws IOException if the file system refuses
     */
    public boolean isAtItsPath() throws IOException {
        FileStatus found = FileStatus.of(path);
        return found != null && key.equals(found.key().toString());
    }

    /**
     * The channel, for reading and writing.
     *
     * @return open until {@link #close}; the caller must not close it
     */
    public FileChannel channel() {
        return channel;
    }

    /** Releases the lock and closes the file. Idempotent. */
    @Override
    public void close() throws IOException {
        synchronized (MONITOR) {
            if (!REACHABLE.remove(this)) {
                return;
            }
            try {
                if (lockedByOthersHere) {
                    LEFT_OPEN.put(key, channel);
                } else {
                    channel.close();
                }
            } finally {
                Set<String> list = list();
                list.remove(key);
                write(list);
            }
        }
    }
}
