// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type without variables and wildcards.
 *
 * @param type the class
 * @param arguments its type arguments; of an array, what it holds
 */
record Shape(Class<?> type, List<Shape> arguments) {
    /**
     * The shape of a type.
     *
     * @param bindings what the type variables around it stand for
     * @throws UsageException if it has none; the text says why
     */
    static Shape of(Type type, Map<TypeVariable<?>, Shape> bindings) {
        if (type instanceof Class<?> simple) {
            return of(simple);
        }
        if (type instanceof ParameterizedType generic) {
            return new Shape((Class<?>) generic.getRawType(),
                    Stream.of(generic.getActualTypeArguments()).map(argument -> of(argument, bindings)).toList());
        }
        if (type instanceof GenericArrayType array) {
            Shape component = of(array.getGenericComponentType(), bindings);
            return new Shape(component.type.arrayType(), List.of(component));
        }
        if (type instanceof WildcardType wildcard) {
            Type[] lower = wildcard.getLowerBounds();
            return of(lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0], bindings);
        }
        Shape bound = bindings.get(type);
        if (bound == null) {
            throw new UsageException("the type variable " + type + " could be any type");
        }
        return bound;
    }

    private static Shape of(Class<?> type) {
        if (type.isArray()) {
            return new Shape(type, List.of(of(type.getComponentType())));
        }
        if (type.getTypeParameters().length > 0) {
            throw new UsageException(type.getName() + " is without its type arguments");
        }
        return new Shape(type, List.of());
    }

    /** What the type variables of this class stand for inside it. */
    Map<TypeVariable<?>, Shape> bindings() {
        Map<TypeVariable<?>, Shape> bindings = new HashMap<>();
        TypeVariable<?>[] variables = type.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            bindings.put(variables[i], arguments.get(i));
        }
        return bindings;
    }

    /** As it is in descriptions: without packages and outer classes. */
    String name() {
        if (type.isArray()) {
            return arguments.get(0).name() + "[]";
        }
        return type.getSimpleName() + (arguments.isEmpty() ? ""
                : arguments.stream().map(Shape::name).collect(Collectors.joining(",", "<", ">")));
    }
}
