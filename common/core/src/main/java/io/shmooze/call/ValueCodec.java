// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The JDK's own value types, and the boxes. */
final class ValueCodec<T> extends Codec {
    private static final int MAX_NANOS = 999_999_999;
    private static final Map<Class<?>, Codec> CODECS = new HashMap<>();

    static {
        add(Boolean.class, PrimitiveCodec.BOOLEAN);
        add(Byte.class, PrimitiveCodec.BYTE);
        add(Short.class, PrimitiveCodec.SHORT);
        add(Character.class, PrimitiveCodec.CHAR);
        add(Integer.class, PrimitiveCodec.INT);
        add(Long.class, PrimitiveCodec.LONG);
        add(Float.class, PrimitiveCodec.FLOAT);
        add(Double.class, PrimitiveCodec.DOUBLE);
        addNullable(String.class, CallWriter::writeText, CallReader::readText);
        addNullable(byte[].class, CallWriter::writeBytes, CallReader::readBytes);
        addNullable(ByteBuffer.class, CallWriter::writeBytes, ValueCodec::readBuffer);
        addNullable(BigInteger.class, ValueCodec::writeInteger, ValueCodec::readInteger);
        addNullable(ZoneId.class, ValueCodec::writeZone, ValueCodec::readZone);
        add(UUID.class, (out, value) -> out.writeUuid(value.getMostSignificantBits(), value.getLeastSignificantBits()),
                in -> new UUID(in.readHighFirst(), in.readHighFirst()));
        add(BigDecimal.class, ValueCodec::writeDecimal, ValueCodec::readDecimal);
        addTimes();
        // Of a future whose value is always null.
        add(Void.class, (out, value) -> {
            throw new ClassCastException("There is no value of Void: " + value);
        }, in -> {
            throw in.malformed("there is no value of Void");
        });
    }

    private final Class<T> type;
    private final boolean flagged;
    private final BiConsumer<CallWriter, T> writing;
    private final Function<CallReader, T> reading;
    /** Of a box; null for all others. */
    private final PrimitiveCodec primitive;

    private ValueCodec(Class<T> type, boolean flagged, BiConsumer<CallWriter, T> writing,
            Function<CallReader, T> reading, PrimitiveCodec primitive) {
        this.type = type;
        this.flagged = flagged;
        this.writing = writing;
        this.reading = reading;
        this.primitive = primitive;
    }

    /** The codec of a class; null if there is none here. */
    static Codec of(Class<?> type) {
        return CODECS.get(type);
    }

    private static void addTimes() {
        add(Instant.class, (out, value) -> writeTime(out, value.getEpochSecond(), value.getNano()),
                in -> Instant.ofEpochSecond(in.readNumber(), in.readNumber(0, MAX_NANOS)));
        add(Duration.class, (out, value) -> writeTime(out, value.getSeconds(), value.getNano()),
                in -> Duration.ofSeconds(in.readNumber(), in.readNumber(0, MAX_NANOS)));
        add(LocalDate.class, ValueCodec::writeDate, ValueCodec::readDate);
        add(LocalTime.class, ValueCodec::writeTimeOfDay, ValueCodec::readTimeOfDay);
        add(LocalDateTime.class, ValueCodec::writeDateTime, ValueCodec::readDateTime);
        add(ZoneOffset.class, ValueCodec::writeOffset, ValueCodec::readOffset);
        add(OffsetTime.class, (out, value) -> {
            writeTimeOfDay(out, value.toLocalTime());
            writeOffset(out, value.getOffset());
        }, in -> OffsetTime.of(readTimeOfDay(in), readOffset(in)));
        add(OffsetDateTime.class, (out, value) -> {
            writeDateTime(out, value.toLocalDateTime());
            writeOffset(out, value.getOffset());
        }, in -> OffsetDateTime.of(readDateTime(in), readOffset(in)));
        add(ZonedDateTime.class, (out, value) -> {
            writeDateTime(out, value.toLocalDateTime());
            writeOffset(out, value.getOffset());
            writeZone(out, value.getZone());
        }, in -> ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), readZone(in)));
        add(Period.class, (out, value) -> {
            out.writeNumber(value.getYears());
            out.writeNumber(value.getMonths());
            out.writeNumber(value.getDays());
        }, in -> Period.of(in.readInt(), in.readInt(), in.readInt()));
        add(Year.class, (out, value) -> out.writeNumber(value.getValue()), in -> Year.of(in.readInt()));
        add(YearMonth.class, (out, value) -> {
            out.writeNumber(value.getYear());
            out.writeNumber(value.getMonthValue());
        }, in -> YearMonth.of(in.readInt(), in.readInt()));
        add(MonthDay.class, (out, value) -> {
            out.writeNumber(value.getMonthValue());
            out.writeNumber(value.getDayOfMonth());
        }, in -> MonthDay.of(in.readInt(), in.readInt()));
    }

    private static <T> void add(Class<T> box, PrimitiveCodec primitive) {
        CODECS.put(box, new ValueCodec<>(box, true, primitive::write, in -> box.cast(primitive.read(in)), primitive));
    }

    private static <T> void add(Class<T> type, BiConsumer<CallWriter, T> writing, Function<CallReader, T> reading) {
        CODECS.put(type, new ValueCodec<>(type, true, writing, reading, null));
    }

    /** One whose own encoding has null. */
    private static <T> void addNullable(Class<T> type, BiConsumer<CallWriter, T> writing,
            Function<CallReader, T> reading) {
        CODECS.put(type, new ValueCodec<>(type, false, writing, reading, null));
    }

    @Override
    void describe(Description text) {
        text.add(type.getSimpleName());
    }

    @Override
    void write(CallWriter out, Object value) {
        if (!flagged || out.writePresence(value)) {
            writing.accept(out, type.cast(value));
        }
    }

    @Override
    boolean takesBits() {
        return primitive != null;
    }

    @Override
    void writeBits(CallWriter out, long bits) {
        out.writeByte(1);
        primitive.writeBits(out, bits);
    }

    @Override
    Object read(CallReader in) {
        if (flagged && !in.readPresence()) {
            return null;
        }
        try {
            return reading.apply(in);
        } catch (MalformedCallException e) {
            throw e;
        } catch (RuntimeException e) {
            // For example a day that no calendar has, or a zone that this JDK does not know.
            throw in.malformed("not a value of " + type.getSimpleName(), e);
        }
    }

    private static ByteBuffer readBuffer(CallReader in) {
        byte[] bytes = in.readBytes();
        return bytes == null ? null : ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    private static void writeInteger(CallWriter out, BigInteger value) {
        out.writeBytes(value == null ? null : value.toByteArray());
    }

    private static BigInteger readInteger(CallReader in) {
        byte[] bytes = in.readBytes();
        return bytes == null ? null : new BigInteger(bytes);
    }

    private static void writeDecimal(CallWriter out, BigDecimal value) {
        out.writeNumber(value.scale());
        writeInteger(out, value.unscaledValue());
    }

    private static BigDecimal readDecimal(CallReader in) {
        int scale = in.readInt();
        return new BigDecimal(readInteger(in), scale);
    }

    private static void writeZone(CallWriter out, ZoneId value) {
        out.writeText(value == null ? null : value.getId());
    }

    private static ZoneId readZone(CallReader in) {
        String id = in.readText();
        return id == null ? null : ZoneId.of(id);
    }

    private static void writeTime(CallWriter out, long seconds, int nanos) {
        out.writeNumber(seconds);
        out.writeNumber(nanos);
    }

    private static void writeDate(CallWriter out, LocalDate value) {
        out.writeNumber(value.toEpochDay());
    }

    private static LocalDate readDate(CallReader in) {
        return LocalDate.ofEpochDay(in.readNumber());
    }

    private static void writeTimeOfDay(CallWriter out, LocalTime value) {
        out.writeNumber(value.toNanoOfDay());
    }

    private static LocalTime readTimeOfDay(CallReader in) {
        return LocalTime.ofNanoOfDay(in.readNumber());
    }

    private static void writeDateTime(CallWriter out, LocalDateTime value) {
        writeDate(out, value.toLocalDate());
        writeTimeOfDay(out, value.toLocalTime());
    }

    private static LocalDateTime readDateTime(CallReader in) {
        return LocalDateTime.of(readDate(in), readTimeOfDay(in));
    }

    private static void writeOffset(CallWriter out, ZoneOffset value) {
        out.writeNumber(value.getTotalSeconds());
    }

    private static ZoneOffset readOffset(CallReader in) {
        return ZoneOffset.ofTotalSeconds(in.readInt());
    }
}
