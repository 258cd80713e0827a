// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.qt.QtObject.State;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.segment.CurrentUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the objects of this user's Qt programs: those with hashed keys by their files, and System V objects with Qt's
 * project id that no file leads to. Objects with native keys look like those of any other program and are not found.
 *
 * <p>An object is <b>stale</b> only if it is certainly Qt's and certainly nobody uses it. It is Qt's if an empty file
 * of this user with a name as Qt makes it leads to it, and if its mode is Qt's. Nobody uses a segment if it is not
 * attached, and the processes that made it and that used it last are dead. A System V semaphore shows which process
 * used it last, but not which ones hold it: a program may have opened it without using it. So it is stale only if, in
 * addition, no segment is attached and no living program could hold it: one of this user or of root that has Qt's
 * library or JNA in its memory, and looks for key files in the same directory. Only root sees the maps of root's
 * programs.
 */
public final class QtInventory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Pattern NAME =
            Pattern.compile("(sem\\.)?qipc_(sharedmemory|systemsem)_[A-Za-z]*[0-9a-f]{40}");
    /** In the maps of programs that speak Qt's protocol. */
    private static final Pattern LIBRARY = Pattern.compile("/(lib)?Qt[0-9]*Core|/jna[0-9]+\\.tmp|/libjnidispatch");
    private static final int MODE = 0600;
    private static final long POSIX_SEMAPHORE_SIZE = 32;
    /** A program makes the file and then the object: the time between is short. */
    private static final long SETTLED_MS = 10_000;
    private static final String TMPDIR = "TMPDIR=";
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETNCNT = 14;
    private static final int GETZCNT = 15;

    private final Path directory;
    private final int user = user(Path.of("/proc/self"));
    private final String owner = CurrentUser.name();
    /** Of all processes; null until they are first needed. */
    private Map<Long, List<String>> maps;
    private final List<QtObject> found = new ArrayList<>();

    private QtInventory(Path directory) {
        this.directory = directory;
    }

    /**
     * The objects that there are now.
     *
     * @param directory of the key files, {@link QtNativeKey#temporaryDirectory()} for most programs
     * @return segments first
     * @throws QtException if it cannot be found out
     */
    public static List<QtObject> of(Path directory) {
        return new QtInventory(directory).look();
    }

    /**
     * The shared memory that there is now. Needs no native code.
     *
     * @param directory as for {@link #of}
     * @return segments only
     * @throws QtException if it cannot be found out
     */
    public static List<QtObject> segments(Path directory) {
        QtInventory inventory = new QtInventory(directory);
        Keys keys = inventory.new Keys("qipc_sharedmemory_*", true);
        SystemVTable table = SystemVTable.segments();
        inventory.addSegments(table, keys);
        keys.addLone(table);
        return inventory.found;
    }

    private void addSegments(SystemVTable table, Keys keys) {
        table.likeQts(user).forEach(entry -> addSegment(entry, keys));
        posix("qipc_sharedmemory_*", true);
    }

    private List<QtObject> look() {
        Keys segmentKeys = new Keys("qipc_sharedmemory_*", true);
        Keys semaphoreKeys = new Keys("qipc_systemsem_*", false);
        SystemVTable segments = SystemVTable.segments();
        SystemVTable semaphores = SystemVTable.semaphores();
        addSegments(segments, segmentKeys);
        semaphores.likeQts(user).forEach(entry -> addSemaphore(entry, semaphoreKeys));
        posix("sem.qipc_systemsem_*", false);
        segmentKeys.addLone(segments);
        semaphoreKeys.addLone(semaphores);
        return found;
    }

    private Map<Long, List<String>> maps() {
        if (maps == null) {
            maps = ProcessMaps.allMaps();
        }
        return maps;
    }

    /** The key files of one kind. */
    private final class Keys {
        private final boolean segment;
        private final Map<Integer, Path> files = new HashMap<>();
        /** More than one file leads to these. */
        private final Set<Integer> ambiguous = new HashSet<>();

        Keys(String pattern, boolean segment) {
            this.segment = segment;
            for (Path file : own(directory, pattern)) {
                String flaw = flaw(file, 0);
                if (flaw != null) {
                    addFile(file, State.UNCLEAR, flaw);
                } else {
                    add(file);
                }
            }
        }

        private void add(Path file) {
            try {
                int key = KeyFile.systemVKey(file);
                if (files.put(key, file) != null) {
                    ambiguous.add(key);
                }
            } catch (IOException e) {
                // Removed meanwhile, so there is nothing to tell.
                return;
            }
        }

        private void addFile(Path file, State state, String reason) {
            found.add(new QtObject(segment, file, 0, -1, -1, -1, -1, -1, 0, 0, List.of(), owner, state, reason));
        }

        /** Those without an object. */
        void addLone(SystemVTable table) {
            files.forEach((key, file) -> {
                boolean known = found.stream().anyMatch(object -> file.equals(object.file()));
                if (!known && table.has(key)) {
                    addFile(file, State.UNCLEAR, "it leads to an object of another user");
                } else if (!known) {
                    boolean fresh = isFresh(file);
                    addFile(file, fresh ? State.UNCLEAR : State.STALE,
                            fresh ? "it was made a moment ago, and its object may follow" : "");
                }
            });
        }

        /** Why the file of an object does not prove that it is Qt's; null if it does. */
        String doubt(SystemVTable.Entry entry) {
            if (!files.containsKey(entry.key())) {
                return "no key file in " + directory + " leads to it, so it may be any program's";
            }
            if (ambiguous.contains(entry.key())) {
                return "several key files lead to it";
            }
            return entry.permissions() == MODE ? null
                    : "its mode is " + Integer.toOctalString(entry.permissions()) + ", and Qt's is 600";
        }
    }

    private static int user(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return -1;
        }
    }

    private List<Path> own(Path folder, String pattern) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : matching) {
                if (user(file) == user) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new QtException(QtError.UNKNOWN, "Cannot look for Qt's files in " + folder + ": " + e.getMessage(),
                    e);
        }
        return files;
    }

    /**
     * Why a file is not one of Qt's; null if it is.
     *
     * @param size that Qt's have; negative for any
     */
    private static String flaw(Path file, long size) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return attributes.isDirectory() ? "it is a folder" : "it is no regular file";
            }
            if (size >= 0 && attributes.size() != size) {
                return "it has " + attributes.size() + " bytes, and Qt's have " + size;
            }
            return NAME.matcher(file.getFileName().toString()).matches() ? null : "Qt makes no such name";
        } catch (IOException e) {
            return "it was removed meanwhile";
        }
    }

    private static boolean isFresh(Path file) {
        try {
            return System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis() < SETTLED_MS;
        } catch (IOException e) {
            return true;
        }
    }

    private void addSegment(SystemVTable.Entry entry, Keys keys) {
        int id = (int) entry.number("shmid");
        long attached = entry.number("nattch");
        long creator = entry.number("cpid");
        long last = entry.number("lpid");
        List<Long> users = attached > 0 ? ProcessMaps.segment(entry.key(), id).in(maps()) : List.of();
        String doubt = keys.doubt(entry);
        State state = State.UNCLEAR;
        if (attached > 0) {
            state = State.IN_USE;
            doubt = "attached by " + (users.isEmpty() ? "a program that this user cannot see" : processes(users));
        } else if (doubt == null) {
            doubt = Attached.isAlive(creator) ? processes(List.of(creator)) + ", which made it, lives"
                    : Attached.isAlive(last) ? processes(List.of(last)) + ", which used it last, lives"
                    : creator == 0 || last == 0 && entry.number("atime") != 0
                            ? "a process outside of this pid namespace has used it" : null;
        }
        found.add(new QtObject(true, keys.files.get(entry.key()), entry.key(), id, entry.number("size"), attached, -1,
                -1, creator, last, users, owner, doubt == null ? State.STALE : state, doubt == null ? "" : doubt));
    }

    /** Adds the entry as it is now; not if it has gone meanwhile. */
    private void addSemaphore(SystemVTable.Entry entry, Keys keys) {
        NativeCalls calls = Natives.calls();
        int id = (int) entry.number("semid");
        int value = calls.semctl(id, GETVAL, 0);
        int waiting = calls.semctl(id, GETNCNT, 0) + calls.semctl(id, GETZCNT, 0);
        long last = calls.semctl(id, GETPID, 0);
        if (value < 0 || waiting < 0 || last < 0) {
            return;
        }
        String doubt = keys.doubt(entry);
        State state = State.UNCLEAR;
        if (waiting > 0 || Attached.isAlive(last)) {
            state = State.IN_USE;
            doubt = waiting > 0 ? waiting + " wait for it" : processes(List.of(last)) + ", which used it last, lives";
        } else if (doubt == null && entry.number("nsems") != 1) {
            doubt = "it is a set of " + entry.number("nsems") + ", and Qt's are single";
        } else if (doubt == null) {
            doubt = last == 0 ? "nobody, or a process outside of this pid namespace, has used it" : holders();
        }
        found.add(new QtObject(false, keys.files.get(entry.key()), entry.key(), id, -1, -1, value, waiting, 0, last,
                List.of(), owner, doubt == null ? State.STALE : state, doubt == null ? "" : doubt));
    }

    /** Why somebody may hold an idle semaphore; null if nobody can. */
    private String holders() {
        if (found.stream().anyMatch(object -> object.file() != null && object.attached() > 0)) {
            return "a segment is attached, whose programs may hold it";
        }
        List<Long> able = maps().keySet().stream().filter(pid -> pid != CurrentProcess.pid())
                .filter(pid -> maps().get(pid).stream().anyMatch(line -> LIBRARY.matcher(line).find()))
                .filter(this::mayLookHere).toList();
        return able.isEmpty() ? null : "the system does not tell who holds it, and " + processes(able)
                + " may, with Qt or JNA in memory";
    }

    /** By its user, and by its environment as of its start. */
    private boolean mayLookHere(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        int its = user(process);
        if (its != user && its != 0) {
            return false;
        }
        try {
            String variables = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
            String temporary = Stream.of(variables.split("\0")).filter(variable -> variable.startsWith(TMPDIR))
                    .map(variable -> variable.substring(TMPDIR.length())).filter(value -> !value.isEmpty()).findFirst()
                    .orElse("/tmp");
            return Path.of(temporary).toRealPath().equals(directory);
        } catch (IOException | InvalidPathException e) {
            return Attached.isAlive(pid);
        }
    }

    /** For people: "pid 12 (peer), pid 13 (peer)". */
    private static String processes(List<Long> pids) {
        return pids.stream().map(pid -> "pid " + pid + command(pid)).collect(Collectors.joining(", "));
    }

    private static String command(long pid) {
        try {
            return " (" + Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    private void posix(String pattern, boolean segment) {
        for (Path file : own(SHARED_MEMORY, pattern)) {
            List<Long> users = ProcessMaps.file(file).in(maps());
            String doubt = flaw(file, segment ? -1 : POSIX_SEMAPHORE_SIZE);
            State state = State.UNCLEAR;
            if (!users.isEmpty()) {
                state = State.IN_USE;
                doubt = "attached by " + processes(users);
            } else if (doubt == null && isFresh(file)) {
                doubt = "it was made or written a moment ago";
            }
            found.add(new QtObject(segment, file, 0, -1, segment ? file.toFile().length() : -1, users.size(), -1, -1, 0,
                    users.isEmpty() ? 0 : users.get(0), users, owner, doubt == null ? State.STALE : state,
                    doubt == null ? "" : doubt));
        }
    }
}
