// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.HandshakeLine;
import io.shmooze.session.RandomKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame pool that a viewer looks at now: each publisher that follows another brings its own. Safe for all threads:
 * the viewing one, the session's own, and one that closes.
 */
final class CurrentFramePool {
    private static final int LONGEST_QUOTE = 40;

    private final Path path;
    private final String channel;
    private final Set<String> allowedUsers;
    /** Pools before this one; a frame of theirs may still be open. */
    private final List<FramePoolReader> oldPools = new ArrayList<>();
    /** Null while there is none. */
    private FramePoolReader pool;
    private Frame open;
    private Peer publisher;
    /** The last publisher whose session has ended. */
    private Peer former;
    private boolean orphaned;
    private boolean closed;

    CurrentFramePool(Path path, String channel, Set<String> allowedUsers) {
        this.path = path;
        this.channel = channel;
        this.allowedUsers = allowedUsers;
    }

    /** Maps the pool that a publisher's message names; false if it is gone already. */
    synchronized boolean use(Peer sender, String message) {
        if (!message.startsWith(FramePoolDescriptor.ANNOUNCEMENT + " ")) {
            throw new ProtocolException("The server of channel '" + channel + "' publishes no frames: it says '"
                    + message.substring(0, Math.min(LONGEST_QUOTE, message.length())) + "'");
        }
        HandshakeLine line = HandshakeLine.parse(message);
        long version = line.number("version", Integer.MAX_VALUE);
        if (version != FramePoolDescriptor.VERSION) {
            throw new ProtocolException("The publisher's frames are of version " + version
                    + ", and this viewer knows version " + FramePoolDescriptor.VERSION);
        }
        String key = line.text("key");
        if (!RandomKey.isValid(key)) {
            throw new ProtocolException("The publisher gives the key '" + key + "', expected 32 hexadecimal digits");
        }
        int slots = (int) line.number("places", FramePoolDescriptor.MAX_SLOTS);
        int slot = (int) line.number("place", slots - 1L);
        return !closed && replace(sender, key, slots, slot);
    }

    private boolean replace(Peer sender, String key, int slots, int slot) {
        try {
            SegmentDirectory directory = SegmentDirectory.open(path, allowedUsers);
            if (directory == null) {
                return false;
            }
            FramePoolReader next = FramePoolReader.attach(new FrameFiles(directory, channel, key), slots, slot);
            if (pool != null) {
                oldPools.add(pool);
            }
            pool = next;
            publisher = sender;
            // Each session has a peer object of its own. The session may have ended before its message was read.
            if (sender == former) {
                detachPool();
            } else {
                orphaned = false;
            }
            return true;
        } catch (IOException e) {
            // The publisher is gone again; the session reports that.
            log().debug("The frames of '{}' are gone: {}", channel, e.toString());
            return false;
        }
    }

    /**
     * A session has ended: its publisher died, or a side left. A viewer that leaves while it waits for the next
     * publisher calls this twice; the second call does not undo that the last publisher died and left files.
     */
    synchronized void detach(Peer peer, boolean died) {
        former = peer;
        orphaned |= died;
        if (pool != null && publisher == peer) {
            detachPool();
        }
    }

    private void detachPool() {
        try {
            pool.detach();
        } catch (IOException | ProtocolException | InternalError e) {
            // The last frame cannot be taken any more.
            log().debug("The last frame of '{}' is gone: {}", channel, e.toString());
        }
    }

    /** Looked up only when there is something to log. */
    private static Logger log() {
        return LoggerFactory.getLogger(CurrentFramePool.class);
    }

    private void leaveOld() {
        if (open != null) {
            open.close();
            open = null;
        }
        oldPools.forEach(old -> old.close(false));
        oldPools.clear();
    }

    synchronized long newestNumber() {
        return pool == null ? 0 : pool.newestNumber();
    }

    /** Null if there is none. */
    synchronized Frame pin() {
        if (closed) {
            throw new IllegalStateException("The viewer is closed");
        }
        leaveOld();
        open = pool == null ? null : pinNewest();
        return open;
    }

    private Frame pinNewest() {
        try {
            return pool.pin();
        } catch (InternalError e) {
            throw Frame.truncated(e);
        } catch (IOException e) {
            throw new ProtocolException("The newest frame's file is gone: " + SegmentDirectory.reason(e), e);
        }
    }

    synchronized void arm() {
        if (pool != null) {
            pool.arm();
        }
    }

    synchronized void disarm() {
        if (pool != null) {
            pool.disarm();
        }
    }

    /** Unpins the open frame. No frame can be taken afterwards. */
    synchronized void leave() {
        closed = true;
        leaveOld();
        if (pool != null) {
            pool.leave();
        }
    }

    /** Unmaps everything, and removes the files of a dead publisher. To be called when the session is over. */
    synchronized void close() {
        if (pool != null) {
            pool.close(orphaned);
            pool = null;
        }
    }
}
