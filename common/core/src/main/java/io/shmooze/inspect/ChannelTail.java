// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Follows the sessions of a channel: those that are there, and those that its server accepts meanwhile. Owns which of
 * them are followed. For one thread.
 */
public final class ChannelTail implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    private final ChannelStatus channel;
    /** The only session that is followed; null for all. */
    private final Integer only;
    private final int most;
    private final TailListener listener;
    private final Map<Object, SessionTail> sessions = new LinkedHashMap<>();
    /** Files that cannot be followed, or are not to be. */
    private final Set<Object> left = new HashSet<>();
    private boolean served = true;
    /** Wakes whoever waits when a file of the directory is made or removed, as in each handshake; null for none. */
    private final WatchService watch;

    /**
     * For a channel that was found.
     *
     * @param channel as it was then
     * @param only the number of the only session that is followed; null for all
     * @param most bytes of each payload that are kept
     * @param listener gets what passes
     */
    public ChannelTail(ChannelStatus channel, Integer only, int most, TailListener listener) {
        this.channel = channel;
        this.only = only;
        this.most = most;
        this.listener = listener;
        this.watch = watch();
        channel.sessions().forEach(session -> follow(session.descriptor(), false));
    }

    private WatchService watch() {
        try {
            WatchService service = channel.directory().getFileSystem().newWatchService();
            channel.directory().register(service, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return service;
        } catch (IOException e) {
            // Another user's directory, or too many watches: sessions that begin are found by the next update.
            return null;
        }
    }

    /**
     * Waits for a time, or until a session may have begun; then it looks for that.
     *
     * @param timeNs how long at most
     * @throws InterruptedException if the thread is interrupted
     */
    public void await(long timeNs) throws InterruptedException {
        if (watch == null) {
            TimeUnit.NANOSECONDS.sleep(timeNs);
            return;
        }
        WatchKey key = watch.poll(timeNs, TimeUnit.NANOSECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
            accept();
        }
    }

    /**
     * Reads what has passed since the last look.
     *
     * @return whether it was anything
     */
    public boolean look() {
        boolean passed = false;
        for (SessionTail session : List.copyOf(sessions.values())) {
            passed |= look(session);
        }
        return passed;
    }

    private boolean look(SessionTail session) {
        try {
            return session.look(listener);
        } catch (IOException e) {
            listener.onFlaw(session, e.getMessage());
            left.add(session.key());
            end(session);
            return false;
        }
    }

    /** Looks for sessions that are over, and says what was missed. */
    public void update() {
        for (SessionTail session : List.copyOf(sessions.values())) {
            session.tellMissed(listener);
            if (!session.isHeld()) {
                // What was published before the end.
                look(session);
                end(session);
            }
        }
        if (watch == null || sessions.isEmpty() || channel.server() == null) {
            accept();
        }
    }

    /** Looks for sessions that have begun. It reads the links of all descriptors of the server, which takes longer. */
    private void accept() {
        if (channel.server() == null) {
            served = false;
            return;
        }
        OpenFiles open = OpenFiles.scan(PROC, channel.server().pid());
        open.segments().stream().filter(segment -> segment.directory().equals(channel.directory())
                && segment.channel().equals(channel.channel())).forEach(segment -> follow(segment.descriptor(), true));
        served = open.locks().stream().anyMatch(lock -> lock.directory().equals(channel.directory())
                && lock.channel().equals(channel.channel()));
    }

    /** A session that has begun after this tail is followed from its beginning. */
    private void follow(Path descriptor, boolean begun) {
        try {
            Object key = SessionTail.key(descriptor);
            if (sessions.containsKey(key) || left.contains(key)) {
                return;
            }
            SessionTail session = SessionTail.open(descriptor, begun, most);
            if (only != null && session.begin().sessionId() != only) {
                left.add(key);
                session.close();
            } else {
                sessions.put(key, session);
                listener.onBegin(session);
            }
        } catch (IOException e) {
            // Over already, or in the middle of the handshake: the next update finds it if it has begun then.
            return;
        }
    }

    private void end(SessionTail session) {
        session.tellMissed(listener);
        sessions.remove(session.key());
        listener.onEnd(session);
        close(session);
    }

    private static void close(Closeable source) {
        try {
            source.close();
        } catch (IOException e) {
            // It was only read.
            return;
        }
    }

    /**
     * Whether nothing can pass any more: there is no session, and no server that could accept one.
     *
     * @return true after the last session, and the server, have gone
     */
    public boolean isOver() {
        return sessions.isEmpty() && !served;
    }

    /** Follows none any more, and says what was missed. */
    @Override
    public void close() {
        for (SessionTail session : new ArrayList<>(sessions.values())) {
            session.tellMissed(listener);
            close(session);
        }
        sessions.clear();
        if (watch != null) {
            close(watch);
        }
    }
}
