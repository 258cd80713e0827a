// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.openhft.chronicle.bytes.BytesMarshallable;

/**
 * The codecs for the types of one interface, and of the interfaces that its methods pass; owns what it has looked at,
 * so that a type can be inside itself. Used by the thread that looks at the interface.
 */
final class Types {
    private static final Map<Class<?>, Codec> PRIMITIVES = Map.of(boolean.class, PrimitiveCodec.BOOLEAN,
            byte.class, PrimitiveCodec.BYTE, short.class, PrimitiveCodec.SHORT, char.class, PrimitiveCodec.CHAR,
            int.class, PrimitiveCodec.INT, long.class, PrimitiveCodec.LONG, float.class, PrimitiveCodec.FLOAT,
            double.class, PrimitiveCodec.DOUBLE);

    private final Map<Shape, Codec> codecs = new HashMap<>();
    private final Map<Shape, CallInterface> interfaces = new HashMap<>();
    private int depth;

    /**
     * The codec of a type.
     *
     * @throws UsageException if there is none; the text says why
     */
    Codec codec(Shape shape) {
        Codec known = codecs.get(shape);
        if (known != null) {
            return known;
        }
        // A record inside itself is found above; one with ever more type arguments never is.
        if (++depth > CallDescriptor.MAX_DEPTH) {
            throw new UsageException(shape.type().getName() + " has endless types inside it");
        }
        Codec codec = make(shape);
        depth--;
        codecs.put(shape, codec);
        return codec;
    }

    private Codec make(Shape shape) {
        Class<?> type = shape.type();
        Codec value = type.isPrimitive() ? PRIMITIVES.get(type) : ValueCodec.of(type);
        if (value != null) {
            return value;
        }
        if (type.isArray()) {
            return ContainerCodec.array(type.getComponentType(), codec(shape.arguments().get(0)));
        }
        if (type == List.class) {
            return ContainerCodec.list(codec(shape.arguments().get(0)));
        }
        if (type == Set.class) {
            return ContainerCodec.set(codec(shape.arguments().get(0)));
        }
        if (type == Map.class) {
            return ContainerCodec.map(codec(shape.arguments().get(0)), codec(shape.arguments().get(1)));
        }
        if (type == Optional.class) {
            return ContainerCodec.optional(codec(shape.arguments().get(0)));
        }
        if (type.isEnum()) {
            return new EnumCodec(type);
        }
        if (type.isRecord()) {
            return recordCodec(shape);
        }
        if (type.isInterface()) {
            return new ObjectCodec(callInterface(shape));
        }
        if (BytesMarshallable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            return new MarshallableCodec(type, Access.constructor(type));
        }
        throw new UsageException(type.getName() + " cannot be passed: use a record, or a class that implements"
                + " BytesMarshallable");
    }

    private Codec recordCodec(Shape shape) {
        Class<?> type = shape.type();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        String[] names = new String[components.length];
        MethodHandle[] accessors = new MethodHandle[components.length];
        Codec[] inside = new Codec[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            names[i] = components[i].getName();
            accessors[i] = Access.accessor(type, components[i]);
        }
        Codec codec = new RecordCodec(shape, names, accessors, Access.recordConstructor(type, types), inside);
        codecs.put(shape, codec);
        for (int i = 0; i < components.length; i++) {
            inside[i] = codec(Shape.of(components[i].getGenericType(), shape.bindings()));
        }
        return codec;
    }

    /**
     * An interface, looked at once.
     *
     * @throws UsageException if its methods cannot be called from the other side; the text says why
     */
    CallInterface callInterface(Shape shape) {
        CallInterface known = interfaces.get(shape);
        if (known != null) {
            return known;
        }
        Class<?> type = shape.type();
        boolean isOfJdk = type.getName().startsWith("java.") && type != Runnable.class
                && !type.getPackageName().equals("java.util.function");
        if (isOfJdk || type.isSealed() || type.isAnnotation() || BytesMarshallable.class.isAssignableFrom(type)) {
            throw new UsageException(type.getName() + " cannot be passed: "
                    + (type.isSealed() ? "it is sealed, so it has no proxies" : "it is no interface for calls"));
        }
        CallInterface made = new CallInterface(shape);
        interfaces.put(shape, made);
        made.look(this);
        return made;
    }
}
