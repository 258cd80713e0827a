// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesMarshallable;

/** A class that writes and reads itself. It reads a copy of its own bytes, so it cannot read others. */
final class MarshallableCodec extends Codec {
    private final Class<?> type;
    private final MethodHandle constructor;

    MarshallableCodec(Class<?> type, MethodHandle constructor) {
        this.type = type;
        this.constructor = constructor.asType(MethodType.methodType(BytesMarshallable.class));
    }

    @Override
    void describe(Description text) {
        text.begins("marshallable ", type.getSimpleName(), type);
    }

    @Override
    void write(CallWriter out, Object value) {
        if (value == null) {
            out.writeCount(-1);
        } else {
            Bytes<?> own = Bytes.allocateElasticOnHeap();
            ((BytesMarshallable) type.cast(value)).writeMarshallable(own);
            out.writeBytes(own.toByteArray());
        }
    }

    @Override
    Object read(CallReader in) {
        byte[] bytes = in.readBytes();
        if (bytes == null) {
            return null;
        }
        try {
            BytesMarshallable value = (BytesMarshallable) constructor.invokeExact();
            value.readMarshallable(Bytes.wrapForRead(bytes));
            return value;
        } catch (Throwable e) {
            throw in.malformed(type.getSimpleName() + " cannot read itself", e);
        }
    }
}
