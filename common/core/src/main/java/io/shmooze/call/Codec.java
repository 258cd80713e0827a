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
     * Writes a value that was taken out of its box.
     *
     * @param whole of all but float and double: a boolean is 0 or 1
     * @param real of float and double
     * @throws ClassCastException if the value is of another type, which a caller can do to a generic one only
     */
    void writeUnboxed(CallWriter out, long whole, double real) {
        throw new ClassCastException("A box was passed for a value of another type");
    }

    /**
     * Reads a value.
     *
     * @throws MalformedCallException if there is none
     */
    abstract Object read(CallReader in);
}
