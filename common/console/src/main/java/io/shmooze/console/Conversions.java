// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.WaitStrategy;
import io.shmooze.frame.FrameFormat;
import io.shmooze.nats.NatsUrl;
import io.shmooze.qt.QtIpc;
import io.shmooze.qt.QtMailboxBuilder;
import io.shmooze.segment.LocaleCharset;
import io.shmooze.segment.Side;
import io.shmooze.session.SessionDefaults;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The conversions for the settings and options. */
public final class Conversions {
    static final Duration LONGEST = Duration.ofHours(24);

    private static final Pattern NUMBER_WITH_UNIT = Pattern.compile("([0-9]{1,18})([A-Za-z]*)");
    private static final Pattern PICTURE_SIZE = Pattern.compile("([0-9]{1,9})x([0-9]{1,9})");
    private static final Map<String, Long> BYTES = Map.of("", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30);
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    private Conversions() {
    }

    /** Bytes, with the suffixes K, M and G for powers of 1,024. */
    static Conversion<Integer> size(int min, int max) {
        String allowed = "a size from " + sizeText(min) + " to " + sizeText(max) + ", such as 1024, 64K or 1M";
        return new Conversion<>("SIZE", allowed, text -> {
            long bytes = quantity(text.toUpperCase(Locale.ROOT), BYTES);
            return Math.toIntExact(inRange(bytes, min, max));
        });
    }

    /** The shortest text for a number of bytes. */
    static String sizeText(long bytes) {
        for (String suffix : new String[] {"G", "M", "K"}) {
            long unit = BYTES.get(suffix);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + suffix;
            }
        }
        return Long.toString(bytes);
    }

    /**
     * A time with its unit.
     *
     * @return at most a day
     */
    public static Conversion<Duration> duration() {
        return new Conversion<>("TIME", "a time from 0s to 24h, such as 500ms, 10s or 2m", text ->
                Duration.ofMillis(inRange(quantity(text, MILLIS), 0, LONGEST.toMillis())));
    }

    /** How long something is kept. */
    static Conversion<Duration> age() {
        return new Conversion<>("TIME", "a time from 1s to 3650d, such as 12h or 7d", text ->
                Duration.ofSeconds(inRange(quantity(text, SECONDS), 1, Duration.ofDays(3650).toSeconds())));
    }

    /**
     * A whole number.
     *
     * @param min the least
     * @param max the most
     * @return in that range
     */
    public static Conversion<Integer> count(int min, int max) {
        return new Conversion<>("NUMBER", "a number from " + min + " to " + max, text ->
                Math.toIntExact(inRange(quantity(text, Map.of("", 1L)), min, max)));
    }

    static Conversion<WaitStrategy> waitStrategy() {
        return new Conversion<>("HOW", "spinning, adaptive or blocking", text -> {
            if (!text.equals(text.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(text);
            }
            return WaitStrategy.valueOf(text.toUpperCase(Locale.ROOT));
        });
    }

    /**
     * The path of a file or folder, which need not exist.
     *
     * @return any path
     */
    public static Conversion<Path> path() {
        return new Conversion<>("PATH", "a path", text -> {
            require(!text.isEmpty());
            return LocaleCharset.path(text);
        });
    }

    /** Any text; the caller checks it. */
    static Conversion<String> text() {
        return new Conversion<>("TEXT", "a text", text -> text);
    }

    /** Where NATS is. Loads nothing of its client library. */
    static Conversion<String> natsUrl() {
        return new Conversion<>("URL", "a URL such as nats://host:4222 or tls://host:4222, without a user or password",
                NatsUrl::check);
    }

    /** The size of a picture with 32 bits for each pixel. */
    static Conversion<FrameFormat> pictureSize() {
        return new Conversion<>("WIDTHxHEIGHT", "a size in pixels such as 640x480, of at most 1G bytes", text -> {
            Matcher matcher = PICTURE_SIZE.matcher(text);
            require(matcher.matches());
            try {
                return new FrameFormat(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                        Integer.SIZE);
            } catch (UsageException e) {
                throw new IllegalArgumentException(text, e);
            }
        });
    }

    static Conversion<String> name() {
        return new Conversion<>("NAME", "1 to 64 characters without spaces", SessionDefaults::checkName);
    }

    static Conversion<Set<String>> users() {
        return new Conversion<>("USERS", "names of users, separated by commas", text -> {
            Set<String> users = Set.of(text.split(","));
            require(users.stream().noneMatch(user -> user.isBlank() || user.contains(" ")));
            return users;
        });
    }

    /** Whether a recording is replayed at full speed. */
    static Conversion<Boolean> speed() {
        return oneOf("HOW", Map.of("recorded", false, "full", true), "recorded or full");
    }

    static Conversion<Side> side() {
        return oneOf("SIDE", Map.of("server", Side.SERVER, "client", Side.CLIENT), "server or client");
    }

    static Conversion<Protocol> protocol() {
        return oneOf("NAME", Map.of("shmooze", Protocol.SHMOOZE, "qt", Protocol.QT), "shmooze or qt");
    }

    static Conversion<QtIpc> qtIpc() {
        return oneOf("HOW", Map.of("sysv", QtIpc.LEGACY_SYSTEM_V, "posix", QtIpc.POSIX,
                "posix-legacy", QtIpc.LEGACY_POSIX), "sysv, posix or posix-legacy");
    }

    private static <T> Conversion<T> oneOf(String placeholder, Map<String, T> values, String allowed) {
        return new Conversion<>(placeholder, allowed, text -> {
            T value = values.get(text);
            require(value != null);
            return value;
        });
    }

    /** How payloads are shown: true for hexadecimal digits. */
    static Conversion<Boolean> payload() {
        return oneOf("HOW", Map.of("text", false, "hex", true), "text or hex");
    }

    static Conversion<TopOrder> topOrder() {
        Map<String, TopOrder> orders = new LinkedHashMap<>();
        Stream.of(TopOrder.values()).forEach(order -> orders.put(order.word(), order));
        return oneOf("ORDER", orders, "one of " + String.join(", ", orders.keySet()));
    }

    static Conversion<Charset> charset() {
        return new Conversion<>("NAME", "a charset that Java knows and that writes letters without zero bytes, such as "
                + "UTF-8 or ISO-8859-1", text -> QtMailboxBuilder.checkCharset(Charset.forName(text)));
    }

    static Conversion<String> key() {
        return new Conversion<>("KEY", "a key of at least one character", text -> {
            require(!text.isEmpty());
            return text;
        });
    }

    private static long quantity(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_WITH_UNIT.matcher(text);
        require(matcher.matches());
        Long unit = units.get(matcher.group(2));
        require(unit != null);
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static long inRange(long value, long min, long max) {
        require(value >= min && value <= max);
        return value;
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException();
        }
    }
}
