// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.SessionBuilder;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;

/** Describes a {@link ShmoozeServer}. Used by one thread; every method returns the builder itself. */
public final class ServerBuilder extends SessionBuilder<ServerBuilder> {
    private int segmentSize = SessionDefaults.SEGMENT_SIZE;
    private int maxClients = SessionDefaults.MAX_CLIENTS;

    ServerBuilder(String channel) {
        super(channel);
    }

    /**
     * The length of each session's segment.
     *
     * @param bytes from 1,024, the default, to 2<sup>30</sup>
     * @return this
     * @throws UsageException if it is out of range
     */
    public ServerBuilder segmentSize(int bytes) {
        segmentSize = SessionDefaults.checkRange("segment size", bytes, SessionDefaults.MIN_SEGMENT_SIZE,
                SessionDefaults.MAX_SEGMENT_SIZE);
        return this;
    }

    /**
     * How many clients may be attached at the same time.
     *
     * @param count at least 1; by default 64
     * @return this
     * @throws UsageException if it is less
     */
    public ServerBuilder maxClients(int count) {
        maxClients = SessionDefaults.checkRange("number of clients", count, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, ready for clients; to be closed by the caller
     * @throws CannotCreateException if another server has the channel (its pid is in the message), or the file system
     *     refuses
     * @throws NotPermittedException if the directory is not this user's, or others can write it
     * @throws UsageException if the path of the socket is too long
     */
    public ShmoozeServer start() {
        SessionOptions session = sessionOptions();
        // Checked first, so that a path that is of no use is not created.
        SegmentDirectory.socket(directory(), session.channel());
        SegmentDirectory place = SegmentDirectory.create(directory(), !session.allowedUsers().isEmpty());
        return ShmoozeServer.start(new ServerOptions(place, segmentSize, maxClients, session));
    }

    @Override
    protected ServerBuilder self() {
        return this;
    }
}
