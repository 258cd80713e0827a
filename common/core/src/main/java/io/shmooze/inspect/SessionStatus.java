// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A session at one moment.
 *
 * @param descriptor through which its memory was read
 * @param server the process that has created it
 * @param client the process that has attached to it
 * @param segment its memory; null if it cannot be read
 * @param flaw why it cannot be read, a sentence without its end; null if it can
 */
public record SessionStatus(Path descriptor, SessionParty server, SessionParty client, SegmentStatus segment,
                            String flaw) {
    /** How much of the frames in the lanes is looked at. */
    record Detail(int frames, int head) {
    }

    /** The memory, or why it cannot be read. */
    record Memory(SegmentStatus segment, String flaw) {
        static Memory look(OpenFiles.SegmentHandle handle, Detail detail) {
            try (FileChannel file = FileChannel.open(handle.descriptor(), StandardOpenOption.READ)) {
                return new Memory(SegmentStatus.look(file::read, file.size(), detail.frames(), detail.head()), null);
            } catch (NoSuchFileException e) {
                return new Memory(null, "it has just ended");
            } catch (IOException e) {
                return new Memory(null, e.getMessage());
            }
        }
    }

    /**
     * One of the two processes.
     *
     * @param side which
     * @return the process
     */
    public SessionParty party(Side side) {
        return side == Side.SERVER ? server : client;
    }

    /**
     * Whether a process lives though there is none with its pid here. Its peer would have noticed its death, and runs.
     *
     * @param side which
     * @return true if it is in another pid namespace, or has died at this very moment
     */
    public boolean isElsewhere(Side side) {
        SessionParty peer = party(side.other());
        return party(side).isDead() && !peer.isDead() && !peer.isStopped() && segment != null
                && segment.side(side).state() != SegmentDescriptor.STATE_CLOSED
                && segment.side(side.other()).state() == SegmentDescriptor.STATE_OPEN;
    }

    /**
     * The same session at an earlier look.
     *
     * @param before what was there
     * @return null if it was not there, or its memory could not be read
     */
    public SessionStatus earlier(List<ChannelStatus> before) {
        return before.stream().flatMap(channel -> channel.sessions().stream())
                .filter(session -> session.segment() != null && session.descriptor().equals(descriptor)
                        && session.id() == id()).findFirst().orElse(null);
    }

    /**
     * The number of the session.
     *
     * @return 0 if its memory cannot be read
     */
    public long id() {
        return segment == null ? 0 : segment.sessionId();
    }
}
