// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/** Writes and reads the values of one type. Immutable once its interface has been looked at, and used by any thread. */
abstract class Codec {
    /** The type in a method's description. */
    abstract void describe(Description text);

    /**
     * Writes a value.
     *
     * @throws io.shmooze.UsageException if the value cannot be written
     * @throws ClassCastException if the value is of another type, which a caller can do to a generic one only
     */
    abstract void write(CallWriter out, Object value);

    /**
     * Writes a primitive value, or a box that is not null.
     *
     * @param bits as {@link PrimitiveCodec} has them
     * @throws ClassCastException if the value is of another type, which a caller can do to a generic one only
     */
    void writeBits(CallWriter out, long bits) {
        throw new ClassCastException("A box was passed for a value of another type");
    }

    /** Whether it has {@link #writeBits}. */
    boolean takesBits() {
        return false;
    }

    /**
     * Reads a value.
     *
     * @throws MalformedCallException if there is none
     */
    abstract Object read(CallReader in);
}
