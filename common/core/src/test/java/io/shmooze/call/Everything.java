// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** Methods with all types that a call can pass. */
interface Everything {
    /** With bodies, which make classes of their own. */
    enum Side {
        BUY,
        SELL {
            @Override
            public String toString() {
                return "sale";
            }
        }
    }

    record Quote(String symbol, long price, Side side) {
        public Quote {
            if (price < 0) {
                throw new IllegalArgumentException("a price of " + price);
            }
        }
    }

    record Tree(int value, List<Tree> children) {
    }

    record Pair<A, B>(A first, B second) {
    }

    record Nothing() {
    }

    record Times(Instant instant, Duration duration, LocalDate date, LocalTime time, LocalDateTime dateTime,
            OffsetDateTime offset, ZonedDateTime zoned, ZoneId zone) {
    }

    record Dates(ZoneOffset offset, OffsetTime time, Period period, Year year, YearMonth month, MonthDay day,
            DayOfWeek weekday) {
    }

    record Boxes(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h) {
    }

    /** Writes itself. */
    final class Position implements BytesMarshallable {
        double x;
        double y;

        @Override
        public void writeMarshallable(BytesOut<?> out) {
            out.writeDouble(x);
            out.writeDouble(y);
        }

        @Override
        public void readMarshallable(BytesIn<?> in) {
            x = in.readDouble();
            y = in.readDouble();
        }
    }

    interface Listener {
        void changed(Quote quote, Listener self);
    }

    void primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h);

    void boxes(Boxes boxes);

    long texts(String a, List<String> b);

    byte[] bytes(byte[] a, ByteBuffer b, byte[][] c);

    Quote quote(Quote quote, Side side, Nothing nothing);

    Tree trees(Tree tree);

    Map<String, Set<Integer>> collections(List<Optional<Quote>> a, Set<Long> b, Map<Side, List<String>> c);

    Pair<Long, String> pairs(Pair<Pair<Integer, Side>, Quote[]> a);

    int[][] arrays(boolean[] a, short[] b, char[] c, int[] d, long[] e, float[] f, double[] g);

    Times times(Times times, Dates dates);

    BigDecimal numbers(UUID a, BigDecimal b, BigInteger c);

    Position marshallable(Position position, List<Position> positions);

    void subscribe(Listener listener, Runnable runnable);

    CompletableFuture<Integer> later(Optional<Integer> value);

    default long twice(long value) {
        return 2 * value;
    }
}
