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
 * The board that a viewer looks at now. Boards follow one another as publishers do. Safe for all threads: the viewing
 * one, the session's own, and one that closes.
 */
final class Attachments {
    private static final int LONGEST_QUOTE = 40;

    private final Path path;
    private final String channel;
    private final Set<String> allowedUsers;
    /** Boards before this one, of which a frame may still be open. */
    private final List<BoardReader> oldBoards = new ArrayList<>();
    /** Null while there is none. */
    private BoardReader board;
    private Frame open;
    private Peer publisher;
    /** The last publisher whose session has ended. */
    private Peer former;
    private boolean orphaned;
    private boolean closed;

    Attachments(Path path, String channel, Set<String> allowedUsers) {
        this.path = path;
        this.channel = channel;
        this.allowedUsers = allowedUsers;
    }

    /** Attaches to the board that a publisher's message tells of; false if it is gone already. */
    synchronized boolean use(Peer sender, String message) {
        if (!message.startsWith(Viewers.BOARD + " ")) {
            throw new ProtocolException("The server of channel '" + channel + "' publishes no frames: it says '"
                    + message.substring(0, Math.min(LONGEST_QUOTE, message.length())) + "'");
        }
        HandshakeLine line = HandshakeLine.parse(message);
        long version = line.number("version", Integer.MAX_VALUE);
        if (version != BoardDescriptor.VERSION) {
            throw new ProtocolException("The publisher's frames are of version " + version
                    + ", and this viewer knows version " + BoardDescriptor.VERSION);
        }
        String key = line.text("key");
        if (!RandomKey.isValid(key)) {
            throw new ProtocolException("The publisher gives the key '" + key + "', expected 32 hexadecimal digits");
        }
        int places = (int) line.number("places", BoardDescriptor.MAX_PLACES);
        int place = (int) line.number("place", places - 1L);
        return !closed && replace(sender, key, places, place);
    }

    private boolean replace(Peer sender, String key, int places, int place) {
        try {
            SegmentDirectory directory = SegmentDirectory.open(path, allowedUsers);
            if (directory == null) {
                return false;
            }
            BoardReader next = BoardReader.attach(directory, channel, key, places, place);
            if (board != null) {
                oldBoards.add(board);
            }
            board = next;
            publisher = sender;
            // Each session has a peer object of its own. This one's end may have come before its message was read.
            if (sender == former) {
                detachBoard();
            } else {
                orphaned = false;
            }
            return true;
        } catch (IOException e) {
            // The publisher is gone again; the session tells so, too.
            log().debug("The frames of '{}' are gone: {}", channel, e.toString());
            return false;
        }
    }

    /**
     * A session has ended, because its publisher died or otherwise. Who leaves while it waits for the next publisher is
     * told a second time, of its own leaving, and the dead one's files are there still.
     */
    synchronized void detach(Peer peer, boolean died) {
        former = peer;
        orphaned |= died;
        if (board != null && publisher == peer) {
            detachBoard();
        }
    }

    private void detachBoard() {
        try {
            board.detach();
        } catch (IOException | ProtocolException | InternalError e) {
            // Then there is no last frame.
            log().debug("The last frame of '{}' is gone: {}", channel, e.toString());
        }
    }

    /** Only when there is something to say. */
    private static Logger log() {
        return LoggerFactory.getLogger(Attachments.class);
    }

    private void leaveOld() {
        if (open != null) {
            open.close();
            open = null;
        }
        oldBoards.forEach(old -> old.close(false));
        oldBoards.clear();
    }

    synchronized long newestNumber() {
        return board == null ? 0 : board.newestNumber();
    }

    /** Null if there is none. */
    synchronized Frame pin() {
        if (closed) {
            throw new IllegalStateException("The viewer is closed");
        }
        leaveOld();
        open = board == null ? null : pinNewest();
        return open;
    }

    private Frame pinNewest() {
        try {
            return board.pin();
        } catch (InternalError e) {
            throw Frame.truncated(e);
        } catch (IOException e) {
            throw new ProtocolException("The newest frame's file is gone: " + SegmentDirectory.reason(e), e);
        }
    }

    synchronized void arm() {
        if (board != null) {
            board.arm();
        }
    }

    synchronized void disarm() {
        if (board != null) {
            board.disarm();
        }
    }

    /** Gives back what is pinned; nothing is taken any more. */
    synchronized void leave() {
        closed = true;
        leaveOld();
        if (board != null) {
            board.leave();
        }
    }

    /** Unmaps everything, and removes what a dead publisher left. To be called when the session is over. */
    synchronized void close() {
        if (board != null) {
            board.close(orphaned);
            board = null;
        }
    }
}
