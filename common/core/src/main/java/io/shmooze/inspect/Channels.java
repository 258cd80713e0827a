// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.frame.FramePoolStatus;
import io.shmooze.inspect.ChannelStatus.Leftover;
import io.shmooze.inspect.OpenFiles.Lock;
import io.shmooze.inspect.OpenFiles.SegmentHandle;
import io.shmooze.inspect.SessionStatus.Detail;
import io.shmooze.inspect.SessionStatus.Memory;
import io.shmooze.segment.SegmentDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the channels of this user, in whichever directory they are; of all users, if this user is root. A process that
 * this user may not look at is not found, and neither is one in a pid namespace outside of this one.
 */
public final class Channels {
    private static final Path PROC = Path.of("/proc");
    /** The system gives it the same number since each start. */
    private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";
    private static final Pattern FILE = Pattern.compile(
            "([A-Za-z0-9._-]{1,64}?)(\\.lock|\\.sock|\\.([0-9]+)\\.([0-9a-f]{32})\\.(segment|frame))");
    private static final Comparator<ChannelStatus> ORDER =
            Comparator.comparing(ChannelStatus::directory).thenComparing(ChannelStatus::channel);

    /** Where a channel is. */
    private record Place(Path directory, String channel) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = directory.compareTo(other.directory);
            return order == 0 ? channel.compareTo(other.channel) : order;
        }
    }

    private final Path proc;
    private final OpenFiles open;
    private final Set<Path> sockets;
    private final Detail detail;
    private final Map<Place, List<Path>> files = new TreeMap<>();

    private Channels(Path proc, Detail detail) throws IOException {
        this.proc = proc;
        this.detail = detail;
        this.open = OpenFiles.scan(proc);
        this.sockets = Listeners.all(proc.resolve("self/net/unix"));
    }

    /**
     * Looks for all channels.
     *
     * @param directory the only one to look in; null for all that are in use, and this user's own
     * @param frames how many frames of each lane are described
     * @param head how many bytes of each of their payloads are copied
     * @return in the order of directories and names
     * @throws NotPermittedException if the directory is another user's
     * @throws UnavailableException if the system does not show its processes
     */
    public static List<ChannelStatus> find(Path directory, int frames, int head) {
        return find(PROC, directory, frames, head);
    }

    static List<ChannelStatus> find(Path proc, Path directory, int frames, int head) {
        try {
            Path absolute = directory == null ? null : real(directory);
            Channels channels = new Channels(proc, new Detail(frames, head));
            if (absolute != null) {
                channels.list(absolute, true);
            } else {
                channels.listAll();
            }
            return channels.all(absolute);
        } catch (AccessDeniedException e) {
            throw new NotPermittedException("Cannot look into " + e.getFile() + ": permission denied", e);
        } catch (IOException e) {
            throw new UnavailableException("Cannot look at the processes and their files: "
                    + SegmentDirectory.reason(e), e);
        }
    }

    /**
     * Whether processes may use channels of this file system though they cannot be found from here.
     *
     * @return true in a pid namespace other than the system's first one, such as a container's
     */
    public static boolean mayMissProcesses() {
        try {
            return !Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString().equals(FIRST_PID_NAMESPACE);
        } catch (IOException e) {
            return true;
        }
    }

    /** As the links in /proc show it. */
    private static Path real(Path directory) throws IOException {
        try {
            return directory.toRealPath();
        } catch (NoSuchFileException e) {
            return directory.toAbsolutePath().normalize();
        }
    }

    private void listAll() throws IOException {
        Map<Path, Boolean> directories = new TreeMap<>();
        Path own = real(SegmentDirectory.defaultPath());
        directories.put(own, true);
        open.locks().forEach(lock -> directories.put(lock.directory(), true));
        open.segments().forEach(segment -> directories.put(segment.directory(), true));
        try (DirectoryStream<Path> others = Files.newDirectoryStream(own.getParent(), "shmooze-*")) {
            others.forEach(other -> directories.put(other, true));
        }
        for (Path directory : directories.keySet()) {
            list(directory, false);
        }
    }

    private void list(Path directory, boolean required) throws IOException {
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory)) {
            for (Path file : listed) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.computeIfAbsent(new Place(directory, name.group(1)), place -> new ArrayList<>()).add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            // Nobody has served there yet, or it is in another process's file system.
            return;
        } catch (AccessDeniedException e) {
            // This user may be attached to another user's channel.
            if (required && open.segments().stream().noneMatch(each -> each.directory().equals(directory))) {
                throw new NotPermittedException("The directory " + directory + " belongs to "
                        + Files.getOwner(directory).getName() + ": only that user and root look inside", e);
            }
        }
    }

    private List<ChannelStatus> all(Path directory) {
        Map<Place, List<SegmentHandle>> handles = new TreeMap<>();
        files.keySet().forEach(place -> handles.put(place, new ArrayList<>()));
        open.locks().forEach(lock -> handles.computeIfAbsent(new Place(lock.directory(), lock.channel()),
                place -> new ArrayList<>()));
        open.segments().forEach(handle -> handles.computeIfAbsent(new Place(handle.directory(), handle.channel()),
                place -> new ArrayList<>()).add(handle));
        List<ChannelStatus> channels = new ArrayList<>();
        handles.forEach((place, segments) -> {
            if (directory == null || place.directory().equals(directory)) {
                channel(place, segments).ifPresent(channels::add);
            }
        });
        channels.sort(ORDER);
        return channels;
    }

    /** Empty if nothing but a lock file that nobody has locked is there: it stays when its server leaves. */
    private Optional<ChannelStatus> channel(Place place, List<SegmentHandle> handles) {
        ProcessStatus server = open.locks().stream()
                .filter(lock -> lock.directory().equals(place.directory()) && lock.channel().equals(place.channel()))
                .map(Lock::pid).map(pid -> ProcessStatus.of(proc, pid)).filter(found -> found != null).findFirst()
                .orElse(null);
        Map<Object, List<SegmentHandle>> bySegment = new LinkedHashMap<>();
        handles.forEach(handle -> bySegment.computeIfAbsent(handle.key(), key -> new ArrayList<>()).add(handle));
        List<SessionStatus> sessions = new ArrayList<>();
        bySegment.values().forEach(holders -> sessions.add(session(place, server, holders)));
        sessions.sort(Comparator.comparingLong(SessionStatus::id));
        boolean served = server != null || sockets.contains(place.directory().resolve(place.channel() + ".sock"));
        FramePoolStatus frames = served ? frames(place) : null;
        List<Leftover> leftovers = served ? List.of() : leftovers(place);
        return !served && sessions.isEmpty() && leftovers.isEmpty() ? Optional.empty()
                : Optional.of(new ChannelStatus(place.directory(), place.channel(), server, served,
                List.copyOf(sessions), frames, leftovers));
    }

    private SessionStatus session(Place place, ProcessStatus server, List<SegmentHandle> holders) {
        SegmentHandle first = holders.get(0);
        for (SegmentHandle holder : holders) {
            first = server != null && holder.pid() == server.pid() ? holder : first;
        }
        Memory memory = Memory.look(first, detail);
        SegmentStatus segment = memory.segment();
        long serverPid = segment == null ? 0 : segment.serverPid();
        long clientPid = segment == null ? 0 : segment.clientPid();
        // The pids in the segment are of the processes' own pid namespaces.
        SegmentHandle serving = server == null ? null : holder(holders, server.pid());
        if (serving == null) {
            // Of a server whose directory was removed, or that is in another pid namespace.
            serving = holder(holders, serverPid);
        }
        if (serving == null && holder(holders, clientPid) == null && holders.size() > 1) {
            serving = first;
        }
        SegmentHandle server1 = serving;
        SegmentHandle attached = holders.stream().filter(holder -> holder != server1).findFirst().orElse(null);
        return new SessionStatus(first.descriptor(), party(place, serving, serverPid, first.key()),
                party(place, attached, clientPid, first.key()), segment, memory.flaw());
    }

    private static SegmentHandle holder(Collection<SegmentHandle> holders, long pid) {
        return holders.stream().filter(holder -> holder.pid() == pid).findFirst().orElse(null);
    }

    private SessionParty party(Place place, SegmentHandle holder, long claimed, Object key) {
        long pid = holder == null ? claimed : holder.pid();
        boolean verified = holder != null || open.maps(pid, place.directory(), place.channel(), key);
        return new SessionParty(pid, verified, ProcessStatus.of(proc, pid));
    }

    private FramePoolStatus frames(Place place) {
        return files.getOrDefault(place, List.of()).stream().map(FramePoolStatus::of).filter(found -> found != null)
                .findFirst().orElse(null);
    }

    private List<Leftover> leftovers(Place place) {
        List<Leftover> leftovers = new ArrayList<>();
        for (Path file : files.getOrDefault(place, List.of())) {
            if (!file.toString().endsWith(".lock")) {
                try {
                    leftovers.add(new Leftover(file.getFileName().toString(), Files.readAttributes(file,
                            BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size()));
                } catch (IOException e) {
                    // Removed meanwhile.
                    continue;
                }
            }
        }
        return leftovers;
    }
}
