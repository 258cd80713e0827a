// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.ChannelKind;
import io.shmooze.frame.FramePoolStatus;
import java.nio.file.Path;
import java.util.List;

/**
 * A channel at one moment.
 *
 * @param directory of the channel
 * @param channel its name
 * @param server the process that has locked it; null if there is none that this user can see
 * @param served whether somebody listens on its socket, who may be another user or in another pid namespace
 * @param sessions in the order of their numbers
 * @param frames what a publisher shows; null if there is none
 * @param leftovers files in the directory that dead processes have left
 */
public record ChannelStatus(Path directory, String channel, ProcessStatus server, boolean served,
                            List<SessionStatus> sessions, FramePoolStatus frames, List<Leftover> leftovers) {
    /**
     * A file that a dead process has left.
     *
     * @param file its name
     * @param length bytes
     */
    public record Leftover(String file, long length) {
    }

    /**
     * The same channel with a part of its sessions.
     *
     * @param some of its sessions
     * @return a copy
     */
    public ChannelStatus with(List<SessionStatus> some) {
        return new ChannelStatus(directory, channel, server, served, some, frames, leftovers);
    }

    /**
     * What the channel is for, as one of its sessions says.
     *
     * @return null if that is not known
     */
    public ChannelKind kind() {
        for (SessionStatus session : sessions) {
            int purpose = session.segment() == null || !session.segment().counts() ? 0
                    : session.segment().label().purpose();
            if (purpose > 0 && purpose <= ChannelKind.values().length) {
                return ChannelKind.values()[purpose - 1];
            }
        }
        return frames == null ? null : ChannelKind.FRAMES;
    }
}
