// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.MessageKind;
import io.shmooze.call.Everything.Boxes;
import io.shmooze.call.Everything.Dates;
import io.shmooze.call.Everything.Listener;
import io.shmooze.call.Everything.Nothing;
import io.shmooze.call.Everything.Pair;
import io.shmooze.call.Everything.Position;
import io.shmooze.call.Everything.Quote;
import io.shmooze.call.Everything.Side;
import io.shmooze.call.Everything.Times;
import io.shmooze.call.Everything.Tree;
import io.shmooze.session.MessageCopy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** Arguments for each method of {@link Everything}, drawn at random. */
final class Samples {
    private static final long[] NUMBERS = {0, 1, -1, 63, 64, -64, -65, 127, 128, -128, -129, 16383, 16384,
        Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final String[] TEXTS = {null, "", "a", "hello", "Grüße", "\u0000\u007f\u0080", "\u20ac",
        "\ud83d\ude00", "x".repeat(200), "ü".repeat(200)};

    private final SplittableRandom random;

    Samples(SplittableRandom random) {
        this.random = random;
    }

    long number() {
        return random.nextInt(3) == 0 ? random.nextLong() >> random.nextInt(64)
                : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private int count() {
        return random.nextInt(4);
    }

    private Side side() {
        return random.nextInt(3) == 0 ? null : Side.values()[random.nextInt(2)];
    }

    private Quote quote() {
        return random.nextInt(4) == 0 ? null : new Quote(text(), number() & Long.MAX_VALUE, side());
    }

    private Tree tree(int depth) {
        List<Tree> children = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
            children.add(tree(depth - 1));
        }
        return new Tree((int) number(), random.nextInt(8) == 0 ? null : children);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Position position() {
        Position position = new Position();
        position.x = random.nextDouble();
        return position;
    }

    private Times times() {
        Instant instant = Instant.ofEpochSecond(random.nextLong(-1L << 36, 1L << 36), random.nextInt(1_000_000_000));
        OffsetDateTime offset = instant.atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-64800, 64801)));
        ZoneId zone = random.nextBoolean() ? ZoneId.of("Europe/Berlin") : ZoneOffset.ofHours(-3);
        return new Times(instant, Duration.ofSeconds(number(), random.nextInt(1_000_000_000)), offset.toLocalDate(),
                offset.toLocalTime(), offset.toLocalDateTime(), offset, instant.atZone(zone), zone);
    }

    private Dates dates() {
        return new Dates(ZoneOffset.ofTotalSeconds(random.nextInt(-64800, 64801)), times().offset().toOffsetTime(),
                Period.of((int) number(), (int) number(), (int) number()), Year.of(random.nextInt(3000)),
                YearMonth.of(random.nextInt(3000), 1 + random.nextInt(12)), MonthDay.of(2, 29),
                DayOfWeek.of(1 + random.nextInt(7)));
    }

    private Boxes boxes() {
        return random.nextInt(4) == 0 ? new Boxes(null, null, null, null, null, null, null, null)
                : new Boxes(random.nextBoolean(), (byte) number(), (short) number(), (char) number(), (int) number(),
                        number(), (float) random.nextDouble(), random.nextDouble());
    }

    private List<Optional<Quote>> quotes() {
        List<Optional<Quote>> quotes = new ArrayList<>();
        for (int i = count(); i > 0; i--) {
            quotes.add(Optional.ofNullable(quote()));
        }
        return quotes;
    }

    private List<String> textList() {
        List<String> texts = new ArrayList<>();
        for (int i = count(); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    Object[] arguments(String method) {
        return switch (method) {
            case "primitives" -> new Object[] {random.nextBoolean(), (byte) number(), (short) number(),
                (char) number(), (int) number(), number(), (float) random.nextDouble(), random.nextDouble()};
            case "boxes" -> new Object[] {boxes()};
            case "texts" -> new Object[] {text(), textList()};
            case "bytes" -> new Object[] {bytes(), ByteBuffer.wrap(bytes()), new byte[][] {bytes(), null}};
            case "quote" -> new Object[] {quote(), side(), new Nothing()};
            case "trees" -> new Object[] {tree(4)};
            case "collections" -> new Object[] {quotes(), new HashSet<>(Arrays.asList(number(), number(), null)),
                Collections.singletonMap(side(), textList())};
            case "pairs" -> new Object[] {
                new Pair<>(new Pair<>((int) number(), side()), new Quote[] {quote(), quote()})};
            case "arrays" -> new Object[] {new boolean[] {true, false}, new short[] {(short) number()},
                new char[] {'x', '\uffff'}, new int[count()], new long[] {number(), number(), number()},
                new float[] {1.5f}, new double[] {random.nextDouble(), -0.0}};
            case "times" -> new Object[] {times(), dates()};
            case "numbers" -> new Object[] {new UUID(random.nextLong(), random.nextLong()),
                BigDecimal.valueOf(number(), random.nextInt(-9, 9)), BigInteger.valueOf(number()).pow(3)};
            case "marshallable" -> new Object[] {position(), Arrays.asList(null, position())};
            case "subscribe" -> new Object[] {(Listener) (quote, self) -> {
                throw new AssertionError("called");
            }, null};
            case "later" -> new Object[] {Optional.of(5)};
            default -> throw new IllegalArgumentException(method);
        };
    }

    static MessageCopy message(byte... bytes) {
        return new MessageCopy(MessageKind.CALL, bytes, false, null);
    }

    static byte[] bytes(CallWriter writer) {
        ByteBuffer written = writer.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }
}
