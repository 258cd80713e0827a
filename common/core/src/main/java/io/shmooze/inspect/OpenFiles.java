// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of channels that the processes of this user have open; all processes, if this user is root. A session's
 * file is removed in the handshake, but the links in {@code /proc/PID/fd} still tell its name, and it can be opened
 * there.
 */
final class OpenFiles {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final Pattern SEGMENT =
            Pattern.compile("(/.*)/(" + NAME + ")\\.([0-9]{1,18})\\.[0-9a-f]{32}\\.segment( \\(deleted\\))?");
    private static final Pattern LOCK = Pattern.compile("(/.*)/(" + NAME + ")\\.lock");
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    /**
     * A process that has a session's file open.
     *
     * @param key the same for all descriptors of one file
     * @param length of the file, bytes
     */
    record SegmentHandle(long pid, Path descriptor, Path directory, String channel, Object key, long length) {
    }

    /** A process that has locked a channel. */
    record Lock(long pid, Path directory, String channel) {
    }

    private final Path proc;
    private final List<SegmentHandle> segments = new ArrayList<>();
    private final List<Lock> locks = new ArrayList<>();

    private OpenFiles(Path proc) {
        this.proc = proc;
    }

    /**
     * Looks at all processes.
     *
     * @param proc the directory {@code /proc}
     */
    static OpenFiles scan(Path proc) throws IOException {
        OpenFiles files = new OpenFiles(proc);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                files.scanProcess(process);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    /**
     * Looks at one process.
     *
     * @param proc the directory {@code /proc}
     */
    static OpenFiles scan(Path proc, long pid) {
        OpenFiles files = new OpenFiles(proc);
        files.scanProcess(proc.resolve(Long.toString(pid)));
        return files;
    }

    List<SegmentHandle> segments() {
        return segments;
    }

    List<Lock> locks() {
        return locks;
    }

    private void scanProcess(Path process) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                scanDescriptor(process, descriptor);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another user's, or it has just ended.
            return;
        }
    }

    private void scanDescriptor(Path process, Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            long pid = Long.parseLong(process.getFileName().toString());
            Matcher segment = SEGMENT.matcher(target);
            Matcher lock = LOCK.matcher(target);
            if (segment.matches()) {
                addSegment(pid, descriptor, Path.of(segment.group(1)), segment.group(2));
            } else if (lock.matches() && isLocked(process, descriptor)) {
                locks.add(new Lock(pid, Path.of(lock.group(1)), lock.group(2)));
            }
        } catch (IOException | NumberFormatException e) {
            // Closed meanwhile.
            return;
        }
    }

    private void addSegment(long pid, Path descriptor, Path directory, String channel) throws IOException {
        Map<String, Object> file = Files.readAttributes(descriptor, "unix:mode,size,fileKey");
        // To open a pipe of that name would wait.
        if (((Integer) file.get("mode") & TYPE) == REGULAR) {
            segments.add(new SegmentHandle(pid, descriptor, directory, channel, file.get("fileKey").toString(),
                    (Long) file.get("size")));
        }
    }

    /** The system lists the locks of each descriptor. To open a lock file is left to those who lock it. */
    private static boolean isLocked(Path process, Path descriptor) throws IOException {
        Path information = process.resolve("fdinfo").resolve(descriptor.getFileName());
        return new String(Files.readAllBytes(information), StandardCharsets.UTF_8).lines()
                .anyMatch(line -> line.startsWith("lock:") && line.contains(" WRITE "));
    }

    /** Whether a process has a file of this inode mapped, which it may have closed. */
    boolean maps(long pid, Path directory, String channel, Object key) {
        Matcher inode = Pattern.compile("ino=([0-9]+)").matcher(key.toString());
        String path = directory.resolve(channel) + ".";
        try {
            return inode.find() && new String(Files.readAllBytes(proc.resolve(pid + "/maps")), StandardCharsets.UTF_8)
                    .lines().anyMatch(line -> line.contains(path) && line.contains(" " + inode.group(1) + " "));
        } catch (IOException e) {
            // Another user's, or it has ended.
            return false;
        }
    }
}
