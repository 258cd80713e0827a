// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.UsageException;
import io.shmooze.room.Room;
import io.shmooze.room.RoomBuilder;
import io.shmooze.room.RoomListener;
import io.shmooze.session.SessionDefaults;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a room of several machines is to be like. For one thread at a time; every setter returns the builder itself. */
public final class NatsRoomBuilder {
    /** The default of {@link #stream}. */
    public static final String STREAM = "shmooze-rooms";
    /** The default of {@link #maxAge}. */
    public static final Duration MAX_AGE = Duration.ofDays(7);
    /** The default of {@link #maxBytes}. */
    public static final long MAX_BYTES = 256L << 20;
    /** The default of {@link #keep}. */
    public static final int KEPT = 1000;
    /** The default of {@link #patience}. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Pattern STREAM_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9.-]");
    private static final int MAX_HOST = 32;

    private final NatsOptions options;
    private final String channel;
    private final RoomBuilder room = Room.builder().patience(PATIENCE);
    private final String instance = Long.toHexString(new SecureRandom().nextLong() | Long.MIN_VALUE);
    private String name;
    private String host = localHost();
    private String stream = STREAM;
    private Duration maxAge = MAX_AGE;
    private long maxBytes = MAX_BYTES;
    private int history = RoomBuilder.HISTORY;
    private int kept = KEPT;

    NatsRoomBuilder(NatsOptions options, String channel) {
        this.options = Objects.requireNonNull(options);
        this.channel = SessionDefaults.checkChannel(channel);
    }

    private static String localHost() {
        try {
            return label(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine whose own name is not in its tables.
            return "host";
        }
    }

    /** A text as a part of a name. */
    static String label(String text) {
        String label = UNUSUAL.matcher(text).replaceAll("-");
        return label.length() > MAX_HOST ? label.substring(0, MAX_HOST) : label;
    }

    /**
     * What the members call this server.
     *
     * @param serverName as in {@link RoomBuilder#name}; by default server@HOST
     * @return this
     * @throws UsageException if it is not usable
     */
    public NatsRoomBuilder name(String serverName) {
        room.name(serverName);
        name = serverName;
        return this;
    }

    /**
     * What the others call this machine.
     *
     * @param hostName 1 to 32 letters, digits, dots and hyphens; by default the system's name
     * @return this
     * @throws UsageException if it is something else
     */
    public NatsRoomBuilder host(String hostName) {
        if (hostName.isEmpty() || !label(hostName).equals(hostName)) {
            throw new UsageException("The machine's name '" + hostName + "' is not usable: take 1 to " + MAX_HOST
                    + " of A-Z a-z 0-9 . -");
        }
        host = hostName;
        return this;
    }

    /**
     * How many of the last lines a new member gets.
     *
     * @param lines as in {@link RoomBuilder#history}
     * @return this
     * @throws UsageException if it is out of range
     */
    public NatsRoomBuilder history(int lines) {
        room.history(lines);
        history = lines;
        return this;
    }

    /**
     * How long the room waits for a member on this machine that does not read, as in {@link RoomBuilder#patience}. The
     * stream keeps the lines meanwhile.
     *
     * @param time by default 10 seconds
     * @return this
     */
    public NatsRoomBuilder patience(Duration time) {
        room.patience(time);
        return this;
    }

    /**
     * Sets what follows the events on this machine.
     *
     * @param listener by default one that does nothing
     * @return this
     */
    public NatsRoomBuilder listener(RoomListener listener) {
        room.listener(listener);
        return this;
    }

    /**
     * The stream with the lines of this room, and of any number of other rooms. It is created if there is none; one
     * that is there is not changed.
     *
     * @param streamName 1 to 64 of A-Z a-z 0-9 _ -; its subjects begin with it. By default shmooze-rooms
     * @return this
     * @throws UsageException if it is something else
     */
    public NatsRoomBuilder stream(String streamName) {
        if (!STREAM_NAME.matcher(streamName).matches()) {
            throw new UsageException("The stream's name '" + streamName + "' is not usable: take 1 to 64 of "
                    + "A-Z a-z 0-9 _ -");
        }
        stream = streamName;
        return this;
    }

    /**
     * How long a stream keeps lines that this room creates.
     *
     * @param age at least a second; by default 7 days
     * @return this
     */
    public NatsRoomBuilder maxAge(Duration age) {
        if (age.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new UsageException("A stream keeps lines for at least a second, not " + age.toMillis() + " ms");
        }
        maxAge = age;
        return this;
    }

    /**
     * How much a stream keeps that this room creates. When it is full, the oldest lines of all its rooms go.
     *
     * @param bytes at least 1; by default 256 MiB
     * @return this
     */
    public NatsRoomBuilder maxBytes(long bytes) {
        if (bytes < 1) {
            throw new UsageException("A stream keeps at least one byte, not " + bytes);
        }
        maxBytes = bytes;
        return this;
    }

    /**
     * How many lines of this machine are kept while NATS is away, of 16 MiB together at most.
     *
     * @param lines from 0; by default 1000
     * @return this
     */
    public NatsRoomBuilder keep(int lines) {
        if (lines < 0) {
            throw new UsageException("A room keeps 0 lines or more, not " + lines);
        }
        kept = lines;
        return this;
    }

    /**
     * Enters the room: connects, creates the stream if there is none, and reads the last lines. Tells the listener if
     * the stream has other limits.
     *
     * @return to be closed
     * @throws io.shmooze.UnavailableException if NATS cannot be reached, or has no JetStream for this user
     * @throws io.shmooze.NotPermittedException if NATS refuses the user
     * @throws io.shmooze.CannotCreateException if NATS refuses to create the stream
     * @throws UsageException if the stream of this name is not one of rooms
     */
    public NatsRoom start() {
        if (name == null) {
            room.name("server@" + host);
        }
        return new NatsRoom(this);
    }

    NatsOptions options() {
        return options;
    }

    RoomBuilder roomBuilder() {
        return room;
    }

    String instance() {
        return instance;
    }

    String host() {
        return host;
    }

    String stream() {
        return stream;
    }

    /** A dot in a channel's name must not part the subject. */
    String subject(String what) {
        return stream + "." + channel.replace('.', ':') + "." + what;
    }

    Duration maxAge() {
        return maxAge;
    }

    long maxBytes() {
        return maxBytes;
    }

    int history() {
        return history;
    }

    int kept() {
        return kept;
    }
}
