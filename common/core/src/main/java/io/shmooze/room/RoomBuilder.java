// SPDX-License-Identifier: Apache-2.0
package io.shmooze.room;

import io.shmooze.UsageException;
import io.shmooze.session.SessionDefaults;
import java.time.Duration;
import java.util.Objects;

/** What a room is to be like. For one thread at a time; every setter returns the builder itself. */
public final class RoomBuilder {
    /** The default of {@link #history}. */
    public static final int HISTORY = 20;
    /** The highest number of lines for {@link #history}. */
    public static final int MAX_HISTORY = 1000;

    private String name = RoomNames.SERVER;
    private int history = HISTORY;
    private Duration patience;
    private RoomListener listener = new RoomListener() { };

    RoomBuilder() {
    }

    /**
     * What the members call the server, when it speaks itself.
     *
     * @param serverName 1 to 64 characters without spaces and {@code >}; by default server
     * @return this
     * @throws UsageException if it is something else
     */
    public RoomBuilder name(String serverName) {
        SessionDefaults.checkName(serverName);
        if (!RoomNames.isReadable(serverName)) {
            throw new UsageException("The name '" + serverName + "' is not usable in a room, because it has a '>'");
        }
        name = serverName;
        return this;
    }

    /**
     * How many of the last lines a new member gets, of 1 MiB together at most.
     *
     * @param lines 0 to 1000; by default 20
     * @return this
     * @throws UsageException if it is out of this range
     */
    public RoomBuilder history(int lines) {
        if (lines < 0 || lines > MAX_HISTORY) {
            throw new UsageException("The history of a room has 0 to " + MAX_HISTORY + " lines, not " + lines);
        }
        history = lines;
        return this;
    }

    /**
     * How long the room waits for a member that does not read. Afterwards it leaves lines out for that member, and
     * tells it how many. In the long run, such a member takes at most a tenth of the room's time.
     *
     * @param time at most; by default the room waits as long as it takes
     * @return this
     */
    public RoomBuilder patience(Duration time) {
        patience = Objects.requireNonNull(time);
        return this;
    }

    /**
     * Sets what follows the events.
     *
     * @param roomListener by default one that does nothing
     * @return this
     */
    public RoomBuilder listener(RoomListener roomListener) {
        listener = Objects.requireNonNull(roomListener);
        return this;
    }

    /**
     * A room on this machine alone.
     *
     * @return with no members yet
     */
    public Room build() {
        return new Room(this, null, "");
    }

    /**
     * A room that is a part of a larger one.
     *
     * @param transport carries the lines
     * @param host this machine's name: letters, digits, dots, hyphens. A name that is taken elsewhere gets it as an end
     * @return with no members yet
     */
    public Room build(RoomTransport transport, String host) {
        return new Room(this, Objects.requireNonNull(transport), host);
    }

    String name() {
        return name;
    }

    int history() {
        return history;
    }

    Duration patience() {
        return patience;
    }

    RoomListener listener() {
        return listener;
    }
}
