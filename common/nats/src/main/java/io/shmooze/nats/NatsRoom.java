// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.shmooze.MessageTooLongException;
import io.shmooze.Session;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.room.Room;
import io.shmooze.room.RoomLine;
import io.shmooze.room.RoomTransport;
import io.shmooze.session.Deadlines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A room of several machines: each has a server with a {@link Room}, and a stream of NATS has the lines. Everybody gets
 * the lines in the order of the stream. Names differ on all machines. Make a server its part of the room with {@code
 * builder.room().onMessage(natsRoom.room()).sessionListener(natsRoom.room())}, and close the server first.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. One thread of the room gives the lines to the members.
 * A member's message is acknowledged when the members on this machine have it.
 *
 * <p><b>While NATS is away,</b> or refuses lines, the members are told so once; what they say reaches those on the same
 * machine, and is kept, up to a limit. Afterwards it is published in order, and nobody gets it twice.
 *
 * <p><b>If a server of the room dies</b> or is cut off, the others are told within seconds that its members are gone.
 * When it is back, its members get what was said meanwhile.
 */
public final class NatsRoom implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration DISCOVERY = Duration.ofMillis(250);
    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final Connection connection;
    private final RoomStream stream;
    private final RoomDirectory directory;
    private final OwnLines lines;
    private final String instance;
    private final String host;
    private final Room room;
    private final Thread thread;
    /** Of the room's thread: the sequence of the next line. */
    private long next;
    /** Of the room's thread. */
    private boolean away;
    private boolean justReopened;
    private volatile boolean closed;

    NatsRoom(NatsRoomBuilder builder) {
        instance = builder.instance();
        host = builder.host();
        lines = new OwnLines(builder.kept());
        room = builder.roomBuilder().build(new Transport(), host);
        connection = builder.options().connect();
        try {
            stream = new RoomStream(connection, builder.stream(), builder.subject("lines"));
            directory = new RoomDirectory(connection, builder.subject("presence"), instance, host, room);
            stream.ensure(builder.maxAge(), builder.maxBytes()).forEach(room::tellAll);
            next = stream.startOfLast(builder.history());
            recall();
            directory.start();
            // So that the first member does not take a name that somebody has elsewhere.
            Thread.sleep(DISCOVERY.toMillis());
            directory.discovered();
        } catch (IOException | JetStreamApiException e) {
            release();
            throw new UnavailableException("The stream " + builder.stream() + " cannot be read: "
                    + NatsOptions.reason(e), e);
        } catch (InterruptedException e) {
            release();
            Thread.currentThread().interrupt();
            throw Deadlines.interrupted(e);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
        thread = new Thread(this::run, "shmooze-nats-room");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins a room.
     *
     * @param options where NATS is
     * @param channel the room's name, the same on all machines
     * @return with the defaults
     * @throws UsageException if the name is not one of a channel
     */
    public static NatsRoomBuilder builder(NatsOptions options, String channel) {
        return new NatsRoomBuilder(options, channel);
    }

    /**
     * The part of the room on this machine.
     *
     * @return the listener for a server's messages and sessions
     */
    public Room room() {
        return room;
    }

    /**
     * How many lines said on this machine are not in the stream.
     *
     * @return 0 if nothing would be lost now
     */
    public int unpublished() {
        return lines.unpublished();
    }

    /** What the room's part on this machine does over NATS. */
    private final class Transport implements RoomTransport {
        @Override
        public void say(RoomLine line) {
            NatsRoom.this.say(line);
        }

        @Override
        public List<RoomPresence.Guest> elsewhere() {
            // The room is made before the directory.
            return directory == null ? List.of() : directory.elsewhere();
        }

        @Override
        public void membersChanged() {
            directory.changed();
        }

        @Override
        public void left(Session member, String how) {
            directory.left(member, how);
        }
    }

    private void say(RoomLine said) {
        OwnLine line = new OwnLine(RoomMessage.of(instance + "-" + lines.nextNumber(), host, said), said);
        long most = stream.maxLength();
        if (most > 0 && line.message().length() > most) {
            throw new MessageTooLongException("It has " + line.message().length() + " bytes with the name and the "
                    + "headers, and NATS takes " + most);
        }
        lines.add(line, this::publish);
        lines.awaitShown(line);
        if (!line.isKept()) {
            room.tell(said.from(), "Only those on " + host + " have your message: too many wait for NATS already");
        }
    }

    /** Publishes a line, whose end the room's thread awaits. */
    private void publish(OwnLine line) {
        try {
            stream.publishAsync(line.message()).whenComplete((answer, error) -> {
                if (error == null) {
                    lines.stored(line);
                } else {
                    lines.trouble(reason(error));
                }
            });
        } catch (IllegalStateException e) {
            lines.trouble("the connection is lost");
        }
    }

    private static String reason(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof RuntimeException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JetStreamApiException refusal ? refusal.getErrorDescription()
                : cause instanceof IOException ? "it does not answer" : NatsOptions.reason(cause);
    }

    /** Reads what was said before this server was there. */
    private void recall() throws IOException, JetStreamApiException, InterruptedException {
        try (RoomStream.Reader reader = stream.read(next)) {
            long pending = reader.pendingAtStart();
            while (pending > 0) {
                Message message = awaitNext(reader);
                RoomLine line = RoomMessage.of(message).line();
                if (line != null) {
                    room.recall(line);
                }
                pending = passed(message);
            }
        }
    }

    private static Message awaitNext(RoomStream.Reader reader) throws IOException, InterruptedException {
        Message message = reader.next(SILENCE);
        if (message == null) {
            throw new IOException("it does not answer");
        }
        return message;
    }

    /** How many lines the stream has after this one. */
    private long passed(Message message) {
        next = message.metaData().streamSequence() + 1;
        return message.metaData().pendingCount();
    }

    private void run() {
        try {
            while (!closed) {
                String reason;
                try {
                    reason = attend();
                } catch (IOException | JetStreamApiException | IllegalStateException e) {
                    reason = reason(e);
                }
                lines.offline();
                if (closed) {
                    return;
                }
                if (stream.isConnected() && !justReopened) {
                    // A consumer that is gone, or a line that was lost, is no reason to tell anybody.
                    justReopened = true;
                } else {
                    stayAway(stream.isConnected() ? reason : "there is no connection");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.close();
        }
    }

    /** Passes on the lines of the stream until something goes wrong, and returns what that is. */
    private String attend() throws IOException, JetStreamApiException, InterruptedException {
        try (RoomStream.Reader reader = stream.read(next)) {
            long pending = reader.pendingAtStart();
            while (pending > 0 && !closed) {
                Message message = awaitNext(reader);
                pass(message);
                pending = passed(message);
            }
            lines.settle(this::show);
            publishKept();
            if (away) {
                away = false;
                room.tellAll("NATS is back: everybody gets the lines");
            }
            while (!closed) {
                String trouble = lines.trouble();
                if (trouble != null) {
                    return trouble;
                }
                Message message = reader.next(TICK);
                justReopened = false;
                if (message != null) {
                    pass(message);
                    passed(message);
                } else if (!stream.isConnected()) {
                    return "there is no connection";
                } else if (lines.isWaitingFor(SILENCE)) {
                    return "it does not answer";
                }
            }
            return "the room is closed";
        }
    }

    private void pass(Message arrived) {
        RoomMessage message = RoomMessage.of(arrived);
        OwnLine own = lines.take(message.id());
        if (own != null) {
            if (!own.isShown()) {
                show(own);
            }
        } else if (!message.id().startsWith(instance + "-")) {
            RoomLine line = message.line();
            if (line != null) {
                deliver(line, message.host());
            }
        }
    }

    /** Two may have taken one name at once; until one of them has another, the machine tells them apart. */
    private void deliver(RoomLine line, String from) {
        try {
            room.deliver(room.isCalled(line.speaker()) ? new RoomLine(null, false, line.speaker() + "@"
                    + (from.isEmpty() ? "elsewhere" : NatsRoomBuilder.label(from)),
                    line.kind(), line.text()) : line);
        } catch (RuntimeException e) {
            // Of the room's listener, which knows it; the other lines still have to come.
            room.tellAll("A line was not shown: " + e.getMessage());
        }
    }

    private void show(OwnLine line) {
        RuntimeException failure = null;
        try {
            room.deliver(line.line());
        } catch (RuntimeException e) {
            failure = e;
        }
        lines.shown(line, failure);
    }

    private void publishKept() throws IOException, JetStreamApiException {
        OwnLine line = lines.firstKeptOrOnline();
        while (line != null) {
            stream.publish(line.message());
            lines.stored(line);
            line = lines.firstKeptOrOnline();
        }
    }

    private void stayAway(String reason) throws InterruptedException {
        if (!away) {
            away = true;
            room.tellAll("NATS is away (" + reason + "): only those on " + host + " get the lines until it is back");
        }
        long retryNs = Deadlines.after(RETRY);
        while (!closed && (!stream.isConnected() || !Deadlines.isOver(retryNs))) {
            OwnLine line = lines.awaitUnshown(TICK);
            if (line != null) {
                show(line);
            }
        }
    }

    /**
     * Leaves the room, and closes the connection. Lines that are not in the stream are lost: see {@link #unpublished}.
     * Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LEAVING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.close();
        directory.close();
        release();
    }

    private void release() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
