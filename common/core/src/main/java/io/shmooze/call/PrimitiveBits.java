// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Handles between primitives and their bits, as {@link PrimitiveCodec} has them. */
final class PrimitiveBits {
    private PrimitiveBits() {
    }

    /** From a value of this type to its bits. */
    static MethodHandle of(Class<?> type) {
        MethodHandle bits = type == double.class
                ? find(Double.class, "doubleToRawLongBits", long.class, double.class)
                : type == float.class ? find(Float.class, "floatToRawIntBits", int.class, float.class)
                : MethodHandles.identity(long.class);
        return MethodHandles.explicitCastArguments(bits, MethodType.methodType(long.class, type));
    }

    /** From the bits of a value of this type to the value. */
    static MethodHandle to(Class<?> type) {
        MethodHandle value = type == double.class ? find(Double.class, "longBitsToDouble", double.class, long.class)
                : type == float.class ? find(Float.class, "intBitsToFloat", float.class, int.class)
                : MethodHandles.identity(long.class);
        return MethodHandles.explicitCastArguments(value, MethodType.methodType(type, long.class));
    }

    private static MethodHandle find(Class<?> in, String name, Class<?> result, Class<?> parameter) {
        try {
            return MethodHandles.publicLookup().findStatic(in, name, MethodType.methodType(result, parameter));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("The JDK has this method", e);
        }
    }
}
