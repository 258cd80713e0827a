// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;

/** A record: its components, in order. */
final class RecordCodec extends Codec {
    private final Shape shape;
    private final String[] names;
    /** From Object to Object. */
    private final MethodHandle[] accessors;
    /** From an array of Object to Object. */
    private final MethodHandle constructor;
    private final Codec[] components;

    /**
     * A record whose components are looked at afterwards, because it may be inside itself.
     *
     * @param components to be filled in
     */
    RecordCodec(Shape shape, String[] names, MethodHandle[] accessors, MethodHandle constructor, Codec[] components) {
        this.shape = shape;
        this.names = names;
        this.accessors = accessors;
        this.constructor = constructor;
        this.components = components;
    }

    @Override
    void describe(Description text) {
        if (text.begins("record ", shape.name(), shape)) {
            text.add("{");
            for (int i = 0; i < names.length; i++) {
                text.add(i == 0 ? "" : ",").add(names[i]).add(":").add(components[i]);
            }
            text.add("}");
        }
    }

    @Override
    void write(CallWriter out, Object value) {
        if (out.writePresence(value)) {
            out.enter();
            for (int i = 0; i < components.length; i++) {
                components[i].write(out, component(value, i));
            }
            out.leave();
        }
    }

    private Object component(Object value, int index) {
        try {
            return (Object) accessors[index].invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UsageException(shape.name() + "." + names[index] + "() has thrown " + e, e);
        }
    }

    @Override
    Object read(CallReader in) {
        if (!in.readPresence()) {
            return null;
        }
        in.enter();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].read(in);
        }
        in.leave();
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw in.malformed("the record " + shape.name() + " refuses its components", e);
        }
    }
}
