// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.ChannelKind;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.builder.SessionBuilder;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;

/** Describes a {@link ShmoozeServer}. Used by one thread; every method returns the builder itself. */
public final class ServerBuilder extends SessionBuilder<ServerBuilder> {
    private int segmentSize = SessionDefaults.SEGMENT_SIZE;
    private int bulkSize = SessionDefaults.BULK_SIZE;
    private int maxClients = SessionDefaults.MAX_CLIENTS;
    private int maxFrameLength = FrameFormat.DEFAULT_MAX_LENGTH;
    private ChannelKind serves = ChannelKind.MESSAGES;

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
     * The length of each session's two bulk areas, one for each direction: a message that is too long for one frame
     * passes through them with one copy, up to half of this at a time. They are address space until such a message is
     * sent, and take then as much memory as that needs. Beside each is a lane of 256 KiB, to which a side moves when
     * the segment has too little room for its messages; it takes memory then, too.
     *
     * @param bytes from 0, for no memory but the segment, to 2<sup>30</sup>, rounded up to a multiple of 4,096; by
     *     default 4 MiB
     * @return this
     * @throws UsageException if it is out of range
     */
    public ServerBuilder bulkSize(int bytes) {
        bulkSize = SegmentDescriptor.alignBulk(
                SessionDefaults.checkRange("bulk size", bytes, 0, SessionDefaults.MAX_BULK_SIZE));
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
     * The longest frame that a {@link FramePublisher} publishes, and the largest picture.
     *
     * @param bytes from 1 to {@link FrameFormat#MAX_LENGTH}; by default {@link FrameFormat#DEFAULT_MAX_LENGTH}
     * @return this
     * @throws UsageException if it is out of range
     */
    public ServerBuilder maxFrameLength(int bytes) {
        maxFrameLength = SessionDefaults.checkRange("maximum frame length", bytes, 1, FrameFormat.MAX_LENGTH);
        return this;
    }

    /**
     * Tells the clients that this server is a room, whose text messages have the form that {@link ChannelKind#ROOM}
     * describes. The application has to send them in that form.
     *
     * @return this
     */
    public ServerBuilder room() {
        serves = ChannelKind.ROOM;
        return this;
    }

    /**
     * Starts a server that publishes frames instead of passing messages.
     *
     * @return the publisher, ready for viewers; to be closed by the caller
     * @throws CannotCreateException if another server has the channel (its pid is in the message), or the file system
     *     refuses
     * @throws NotPermittedException if the directory is not this user's, or others can write it
     * @throws UsageException if the path of the socket is too long, or more clients are allowed than frames can have
     * @throws InterruptedSessionException if the thread is interrupted
     * @throws ShmoozeException if the Java runtime lacks a module that sessions need
     */
    public FramePublisher publishFrames() {
        return publishFrames(ChannelKind.FRAMES);
    }

    /**
     * Starts a server that publishes frames of a kind. The handshake names the kind, so that no viewer takes one kind
     * for another.
     *
     * @param kind of the channel; not one that passes messages
     * @return the publisher, ready for viewers; to be closed by the caller
     */
    public FramePublisher publishFrames(ChannelKind kind) {
        kind.requireFrames();
        SessionOptions session = sessionOptions();
        SegmentDirectory created = createDirectory(session);
        return FramePublisher.start(created, session.channel(), maxClients, maxFrameLength, listener -> ShmoozeServer
                .start(new ServerOptions(created, segmentSize, 0, maxClients, kind, session.withFirst(listener))));
    }

    /**
     * Starts the server.
     *
     * @return the server, ready for clients; to be closed by the caller
     * @throws CannotCreateException if another server has the channel (its pid is in the message), or the file system
     *     refuses
     * @throws NotPermittedException if the directory is not this user's, or others can write it
     * @throws UsageException if the path of the socket is too long
     * @throws InterruptedSessionException if the thread is interrupted
     * @throws ShmoozeException if the Java runtime lacks a module that sessions need
     */
    public ShmoozeServer start() {
        SessionOptions session = sessionOptions();
        SegmentDirectory created = createDirectory(session);
        return ShmoozeServer.start(new ServerOptions(created, segmentSize, bulkSize, maxClients, serves, session));
    }

    private SegmentDirectory createDirectory(SessionOptions session) {
        // Throws if the path of the socket is too long; then the directory must not be created.
        SegmentDirectory.socket(directory(), session.channel());
        return SegmentDirectory.create(directory(), !session.allowedUsers().isEmpty());
    }

    @Override
    protected ServerBuilder self() {
        return this;
    }
}
