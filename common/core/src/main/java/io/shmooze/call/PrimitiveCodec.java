// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/**
 * Numbers, booleans and characters, without a box: as the bits of a {@code long}. A float or a double is its raw bits,
 * a boolean 0 or 1, and the others are sign-extended.
 */
abstract class PrimitiveCodec extends Codec {
    static final PrimitiveCodec BOOLEAN = new PrimitiveCodec("boolean") {
        @Override
        void writeBits(CallWriter out, long bits) {
            out.writeByte((int) bits);
        }

        @Override
        long readBits(CallReader in) {
            return in.readBoolean() ? 1 : 0;
        }

        @Override
        long bits(Object value) {
            return (Boolean) value ? 1 : 0;
        }

        @Override
        Object box(long bits) {
            return bits != 0;
        }
    };
    static final PrimitiveCodec BYTE = new PrimitiveCodec("byte") {
        @Override
        void writeBits(CallWriter out, long bits) {
            out.writeByte((int) bits);
        }

        @Override
        long readBits(CallReader in) {
            return in.readByte();
        }

        @Override
        long bits(Object value) {
            return (Byte) value;
        }

        @Override
        Object box(long bits) {
            return (byte) bits;
        }
    };
    static final PrimitiveCodec SHORT = new NumberCodec("short", Short.MIN_VALUE, Short.MAX_VALUE) {
        @Override
        long bits(Object value) {
            return (Short) value;
        }

        @Override
        Object box(long bits) {
            return (short) bits;
        }
    };
    static final PrimitiveCodec CHAR = new NumberCodec("char", Character.MIN_VALUE, Character.MAX_VALUE) {
        @Override
        long bits(Object value) {
            return (Character) value;
        }

        @Override
        Object box(long bits) {
            return (char) bits;
        }
    };
    static final PrimitiveCodec INT = new NumberCodec("int", Integer.MIN_VALUE, Integer.MAX_VALUE) {
        @Override
        long bits(Object value) {
            return (Integer) value;
        }

        @Override
        Object box(long bits) {
            return (int) bits;
        }
    };
    static final PrimitiveCodec LONG = new NumberCodec("long", Long.MIN_VALUE, Long.MAX_VALUE) {
        @Override
        long bits(Object value) {
            return (Long) value;
        }

        @Override
        Object box(long bits) {
            return bits;
        }
    };
    static final PrimitiveCodec FLOAT = new PrimitiveCodec("float") {
        @Override
        void writeBits(CallWriter out, long bits) {
            out.writeFloat((int) bits);
        }

        @Override
        long readBits(CallReader in) {
            return in.readFloat();
        }

        @Override
        long bits(Object value) {
            return Float.floatToRawIntBits((Float) value);
        }

        @Override
        Object box(long bits) {
            return Float.intBitsToFloat((int) bits);
        }
    };
    static final PrimitiveCodec DOUBLE = new PrimitiveCodec("double") {
        @Override
        void writeBits(CallWriter out, long bits) {
            out.writeDouble(bits);
        }

        @Override
        long readBits(CallReader in) {
            return in.readDouble();
        }

        @Override
        long bits(Object value) {
            return Double.doubleToRawLongBits((Double) value);
        }

        @Override
        Object box(long bits) {
            return Double.longBitsToDouble(bits);
        }
    };

    private final String name;

    private PrimitiveCodec(String name) {
        this.name = name;
    }

    /** One that is written as a stop-bit number. */
    private abstract static class NumberCodec extends PrimitiveCodec {
        private final long least;
        private final long greatest;

        NumberCodec(String name, long least, long greatest) {
            super(name);
            this.least = least;
            this.greatest = greatest;
        }

        @Override
        void writeBits(CallWriter out, long bits) {
            out.writeNumber(bits);
        }

        @Override
        long readBits(CallReader in) {
            return in.readNumber(least, greatest);
        }
    }

    @Override
    abstract void writeBits(CallWriter out, long bits);

    abstract long readBits(CallReader in);

    abstract long bits(Object value);

    abstract Object box(long bits);

    @Override
    final boolean takesBits() {
        return true;
    }

    @Override
    final void describe(Description text) {
        text.add(name);
    }

    @Override
    final void write(CallWriter out, Object value) {
        writeBits(out, bits(value));
    }

    @Override
    final Object read(CallReader in) {
        return box(readBits(in));
    }
}
