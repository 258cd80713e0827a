// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.WaitStrategy;
import io.shmooze.frame.FrameFormat;
import io.shmooze.qt.QtIpc;
import io.shmooze.qt.QtMailboxBuilder;
import io.shmooze.qt.QtPair;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.SessionDefaults;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A setting: an option, an environment variable, or a line of the settings file sets it, or its default holds. Only
 * this class knows names, units, defaults, ranges and conversions.
 *
 * @param <T> the value's type
 */
public final class Setting<T> {
    /** The directory of the channels; each user has one. */
    public static final Setting<Path> DIRECTORY = new Setting<>("directory", Conversions.path(),
            new Default<>("/dev/shm/shmooze-<user>", SegmentDirectory::defaultPath), Set.of(Role.SERVER, Role.CLIENT),
            "The directory of the channels. It is created, with mode 0700, if it is missing.");
    /** The size of each session's shared memory. */
    public static final Setting<Integer> SEGMENT_SIZE = new Setting<>("segment-size",
            Conversions.size(SessionDefaults.MIN_SEGMENT_SIZE, SessionDefaults.MAX_SEGMENT_SIZE),
            Conversions.sizeText(SessionDefaults.SEGMENT_SIZE), Set.of(Role.SERVER),
            "Shared memory of each session, in bytes, 1K to 1G.");
    /** The size of each session's bulk areas. */
    public static final Setting<Integer> BULK_SIZE = new Setting<>("bulk-size",
            Conversions.size(0, SessionDefaults.MAX_BULK_SIZE), Conversions.sizeText(SessionDefaults.BULK_SIZE),
            Set.of(Role.SERVER),
            "Memory behind the segment for long messages each way, in bytes, 0 to 1G, taken when needed. "
                    + "0: the segment alone.");
    /** How threads wait. */
    public static final Setting<WaitStrategy> WAIT = new Setting<>("wait", Conversions.waitStrategy(),
            "adaptive", Set.of(Role.SERVER, Role.CLIENT),
            "How to wait for the other side: spinning (fastest, one CPU at 100%), adaptive, or blocking (least CPU "
                    + "time).");
    /** How long a client waits for a server. */
    public static final Setting<Duration> CONNECT_TIMEOUT = new Setting<>("connect-timeout",
            Conversions.duration(), seconds(SessionDefaults.CONNECT_TIMEOUT), Set.of(Role.CLIENT),
            "How long to wait for a server at the start, 0s to 24h.");
    /** How long a client waits for the next server. */
    public static final Setting<Duration> RECONNECT_TIMEOUT = new Setting<>("reconnect-timeout",
            Conversions.duration(), seconds(SessionDefaults.RECONNECT_TIMEOUT), Set.of(Role.CLIENT),
            "How long to wait for the next server when one has left, 0s (do not wait) to 24h.");
    /** How many clients a server takes. */
    public static final Setting<Integer> MAX_CLIENTS = new Setting<>("max-clients",
            Conversions.count(1, 10_000), Integer.toString(SessionDefaults.MAX_CLIENTS), Set.of(Role.SERVER),
            "How many clients may be attached at the same time, 1 to 10000.");
    /** The longest message. */
    public static final Setting<Integer> MAX_MESSAGE_LENGTH = new Setting<>("max-message-length",
            Conversions.size(1, SessionDefaults.MAX_SEGMENT_SIZE),
            Conversions.sizeText(SessionDefaults.MAX_MESSAGE_LENGTH), Set.of(Role.SERVER, Role.CLIENT),
            "The longest message to send or receive, in bytes, 1 to 1G.");
    /** After how long a silent peer is announced. */
    public static final Setting<Duration> RESPONSE_TIMEOUT = new Setting<>("response-timeout",
            Conversions.duration(), "0s", Set.of(Role.SERVER, Role.CLIENT),
            "After how long, and how often, to say that a living peer acknowledges nothing; sending waits on. 0s "
                    + "(never) to 24h.");
    /** Other users who may be at the other end. */
    public static final Setting<Set<String>> ALLOWED_USERS = new Setting<>("allowed-users",
            Conversions.users(), new Default<>("<none>", Set::of), Set.of(Role.SERVER, Role.CLIENT),
            "Users besides your own whose processes may be at the other end, separated by commas.");
    /** The name that the others see. */
    public static final Setting<String> NAME = new Setting<>("name", Conversions.name(),
            new Default<>("<pid>", () -> null), Set.of(Role.SERVER, Role.CLIENT),
            "What the others call this process: 1 to 64 characters without spaces.");
    /** The protocol of the two programs. */
    public static final Setting<Protocol> PROTOCOL = new Setting<>("protocol", Conversions.protocol(),
            "shmooze", Set.of(Role.SERVER, Role.CLIENT),
            "What to speak: shmooze, or qt to a Qt program, which has keys instead of a channel.");
    /** The key of the mailbox. */
    public static final Setting<String> QT_KEY = qtKey("qt-key", QtPair.CLASSIC_KEY,
            "Qt's key of the shared memory: of the mailbox, or of a picture, for which there is no default.");
    /** The key of the semaphore that the client releases. */
    public static final Setting<String> QT_CLIENT_SEMAPHORE = qtKey("qt-client-semaphore",
            QtPair.CLASSIC_CLIENT_SEMAPHORE, "Qt's key of the semaphore that the client releases when it has sent.");
    /** The key of the semaphore that the server releases. */
    public static final Setting<String> QT_SERVER_SEMAPHORE = qtKey("qt-server-semaphore",
            QtPair.CLASSIC_SERVER_SEMAPHORE, "Qt's key of the semaphore that the server releases when it has sent.");
    /** How Qt publishes its keys. */
    public static final Setting<QtIpc> QT_IPC = new Setting<>("qt-ipc", Conversions.qtIpc(), "sysv",
            Set.of(Role.SERVER, Role.CLIENT),
            "How Qt makes its keys known: sysv (string keys, all versions), or Qt 6.6's posix or posix-legacy.");
    /** The size of a mailbox. */
    public static final Setting<Integer> QT_SEGMENT_SIZE = new Setting<>("qt-segment-size",
            Conversions.size(1, QtMailboxBuilder.MAX_SEGMENT_SIZE), Conversions.sizeText(QtMailboxBuilder.SEGMENT_SIZE),
            Set.of(Role.SERVER),
            "Shared memory of a Qt mailbox, and its longest message, in bytes, 1 to 16M. A client takes what is "
                    + "there.");
    /** The charset of the Qt program's text. */
    public static final Setting<Charset> CHARSET = new Setting<>("charset", Conversions.charset(), "UTF-8",
            Set.of(Role.SERVER, Role.CLIENT),
            "The charset of a Qt program's text, such as ISO-8859-1 for one that uses its local 8-bit encoding.");

    /** The longest frame. */
    public static final Setting<Integer> MAX_FRAME_LENGTH = new Setting<>("max-frame-length",
            Conversions.size(1, FrameFormat.MAX_LENGTH), Conversions.sizeText(FrameFormat.DEFAULT_MAX_LENGTH),
            Set.of(Role.SERVER), "The longest frame or picture to publish, in bytes, 1 to 1G.");

    /** The servers of NATS. */
    public static final Setting<String> NATS = new Setting<>("nats", Conversions.natsUrl(),
            new Default<>("<none>", () -> null), Set.of(Role.SERVER, Role.CLIENT),
            "Where NATS is: nats://host:4222, or tls://host:4222 for TLS; several of one cluster separated by commas.");
    /** The file of credentials for NATS. */
    public static final Setting<Path> NATS_CREDS = new Setting<>("nats-creds", Conversions.path(),
            new Default<>("<none>", () -> null), Set.of(Role.SERVER, Role.CLIENT),
            "The file of a NATS user's credentials, as nsc writes it.");
    /** The user of NATS who has a password. */
    public static final Setting<String> NATS_USER = new Setting<>("nats-user", Conversions.text(),
            new Default<>("<none>", () -> null), Set.of(Role.SERVER, Role.CLIENT),
            "The name of a NATS user with a password, in the environment or a settings file only.");
    /** The password for NATS. */
    public static final Setting<String> NATS_PASSWORD = new Setting<>("nats-password", Conversions.text(),
            new Default<>("<none>", () -> null), Set.of(Role.SERVER, Role.CLIENT),
            "The password of that user, in the environment or a settings file only.");

    /** The limit of the streams of a relay. */
    public static final Setting<Integer> NATS_STREAM_SIZE = new Setting<>("nats-stream-size",
            Conversions.size(1 << 20, SessionDefaults.MAX_SEGMENT_SIZE), "256M", Set.of(Role.SERVER, Role.CLIENT),
            "The limit of each stream that a relay creates, in bytes, 1M to 1G. An existing stream is not changed.");

    private static final Set<Setting<?>> OF_MESSAGES =
            Set.of(SEGMENT_SIZE, BULK_SIZE, MAX_MESSAGE_LENGTH, RESPONSE_TIMEOUT, PROTOCOL);
    private static final Set<Setting<?>> OF_TEXT =
            Set.of(QT_KEY, QT_CLIENT_SEMAPHORE, QT_SERVER_SEMAPHORE, QT_IPC, QT_SEGMENT_SIZE, CHARSET);
    private static final Set<Setting<?>> OF_FRAMES = Set.of(MAX_FRAME_LENGTH);
    private static final Set<Setting<?>> OF_PICTURES = Set.of(PROTOCOL, QT_KEY, QT_IPC);
    private static final Set<Setting<?>> OF_NATS = Set.of(NATS, NATS_CREDS, NATS_USER, NATS_PASSWORD,
            NATS_STREAM_SIZE);
    private static final Set<Setting<?>> SECRET = Set.of(NATS_USER, NATS_PASSWORD);
    private static final List<Setting<?>> ALL = List.of(DIRECTORY, SEGMENT_SIZE, BULK_SIZE, WAIT, CONNECT_TIMEOUT,
            RECONNECT_TIMEOUT, MAX_CLIENTS, MAX_MESSAGE_LENGTH, RESPONSE_TIMEOUT, ALLOWED_USERS, NAME, PROTOCOL,
            QT_KEY, QT_CLIENT_SEMAPHORE, QT_SERVER_SEMAPHORE, QT_IPC, QT_SEGMENT_SIZE, CHARSET, MAX_FRAME_LENGTH, NATS,
            NATS_CREDS, NATS_USER, NATS_PASSWORD, NATS_STREAM_SIZE);
    private static final Map<String, Setting<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

    /**
     * The value that a setting has if nobody sets it.
     *
     * @param text for the help text
     * @param value computed when it is asked for; gives null where the library chooses
     */
    private record Default<T>(String text, Supplier<T> value) {
    }

    private final String name;
    private final Conversion<T> conversion;
    private final Default<T> byDefault;
    private final Set<Role> roles;
    private final String meaning;

    private Setting(String name, Conversion<T> conversion, String defaultText, Set<Role> roles, String meaning) {
        this(name, conversion, new Default<>(defaultText, () -> conversion.convert(defaultText)), roles, meaning);
    }

    private Setting(String name, Conversion<T> conversion, Default<T> byDefault, Set<Role> roles, String meaning) {
        this.name = name;
        this.conversion = conversion;
        this.byDefault = byDefault;
        this.roles = roles;
        this.meaning = meaning;
    }

    private static Setting<String> qtKey(String name, String classic, String meaning) {
        return new Setting<>(name, Conversions.key(), classic, Set.of(Role.SERVER, Role.CLIENT), meaning);
    }

    static List<Setting<?>> all() {
        return ALL;
    }

    /** The setting of this name, or null. */
    static Setting<?> named(String name) {
        return BY_NAME.get(name);
    }

    /** Its name in the settings file. */
    String name() {
        return name;
    }

    String option() {
        return "--" + name;
    }

    String variable() {
        return Environment.PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Conversion<T> conversion() {
        return conversion;
    }

    String defaultText() {
        return byDefault.text();
    }

    T defaultValue() {
        return byDefault.value().get();
    }

    /** The programs that have an option for it; the others ignore it in the shared file and environment. */
    Set<Role> roles() {
        return roles;
    }

    /** Whether a program has an option for it. */
    boolean isOfUseTo(Role role) {
        if (role.looks()) {
            return this == DIRECTORY;
        }
        if (SECRET.contains(this) || this == PROTOCOL && role.relays() || this == NATS_STREAM_SIZE && !role.relays()
                || OF_NATS.contains(this) && !role.reachesNats()) {
            return false;
        }
        boolean other = !role.showsText() && OF_TEXT.contains(this)
                || (role.passesMessages() ? OF_FRAMES : OF_MESSAGES).contains(this);
        return roles.contains(role.chat()) && (!other || role.sharesPicture() && OF_PICTURES.contains(this));
    }

    /** Whether it is used only with a Qt program at the other end. */
    boolean isOfQt() {
        return this == PROTOCOL || OF_TEXT.contains(this);
    }

    /** One sentence for the help text, with unit and range. */
    String meaning() {
        return meaning;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
