// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import io.shmooze.call.CallMethod.Delivery;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * An interface whose methods are called from the other side: all that are abstract. Default methods run where they are
 * called. Immutable after it has been looked at, then used by any thread.
 */
final class CallInterface {
    private final Shape shape;
    private final Map<Long, CallMethod> methods = new HashMap<>();
    /** As proxies are called: also those that a method with a narrower result replaces. */
    private final Map<Method, CallMethod> called = new HashMap<>();
    private final Map<Method, MethodHandle> defaults = new HashMap<>();

    /** Looked at afterwards, because its methods may pass objects of its own type. */
    CallInterface(Shape shape) {
        this.shape = shape;
    }

    /**
     * Looks at an interface.
     *
     * @throws UsageException if the methods cannot be called from the other side; the text names method and type
     */
    static CallInterface of(Class<?> type) {
        if (!type.isInterface()) {
            throw new UsageException(type.getName() + " is not an interface: calls go to interfaces only");
        }
        return new Types().callInterface(Shape.of(type, Map.of()));
    }

    void look(Types types) {
        Map<TypeVariable<?>, Shape> bindings = new HashMap<>();
        bind(shape, bindings);
        List<Method> all = Stream.of(shape.type().getMethods()).filter(CallInterface::isCalled)
                .sorted(Comparator.comparing(Method::toString)).toList();
        for (Method method : all) {
            if (all.stream().noneMatch(other -> isNarrower(other, method))) {
                CallMethod looked = look(method, types, bindings);
                add(looked);
                all.stream().filter(other -> hasSameSignature(other, method))
                        .forEach(other -> called.put(other, looked));
            }
        }
        Stream.of(shape.type().getMethods()).filter(Method::isDefault)
                .forEach(method -> defaults.put(method, Access.defaultMethod(method)));
    }

    /** What the type variables of all interfaces above stand for. */
    private static void bind(Shape type, Map<TypeVariable<?>, Shape> bindings) {
        bindings.putAll(type.bindings());
        for (Type above : type.type().getGenericInterfaces()) {
            bind(Shape.of(above, bindings), bindings);
        }
    }

    private static boolean isCalled(Method method) {
        return Modifier.isAbstract(method.getModifiers()) && !isOfObject(method);
    }

    /** For example {@code boolean equals(Object)}, which each object has already. */
    private static boolean isOfObject(Method method) {
        return Stream.of(Object.class.getMethods()).anyMatch(other -> hasSameSignature(method, other));
    }

    private static boolean hasSameSignature(Method one, Method other) {
        return one.getName().equals(other.getName())
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    /** Whether a method replaces another one of the interfaces above, with a narrower result. */
    private static boolean isNarrower(Method method, Method than) {
        return hasSameSignature(method, than) && method.getReturnType() != than.getReturnType()
                && than.getReturnType().isAssignableFrom(method.getReturnType());
    }

    private CallMethod look(Method method, Types types, Map<TypeVariable<?>, Shape> bindings) {
        Type[] given = method.getGenericParameterTypes();
        try {
            Codec[] parameters = new Codec[given.length];
            for (int i = 0; i < given.length; i++) {
                parameters[i] = types.codec(Shape.of(given[i], bindings));
            }
            if (method.getReturnType() == void.class) {
                return new CallMethod(name(), method, Delivery.NONE, parameters, null);
            }
            Shape result = Shape.of(method.getGenericReturnType(), bindings);
            boolean isFuture = result.type() == CompletableFuture.class || result.type() == CompletionStage.class;
            return new CallMethod(name(), method, isFuture ? Delivery.FUTURE : Delivery.VALUE, parameters,
                    types.codec(isFuture ? result.arguments().get(0) : result));
        } catch (UsageException e) {
            throw new UsageException(name() + "." + method.getName() + " cannot be called from the other side: "
                    + e.getMessage(), e);
        }
    }

    private void add(CallMethod method) {
        CallMethod before = methods.putIfAbsent(method.number, method);
        if (before != null) {
            throw new UsageException(before + " and " + method + " have the same number: rename one of them");
        }
    }

    /** The method that a proxy is called by; null for one of Object, and for a default method. */
    CallMethod method(Method method) {
        return called.get(method);
    }

    /** From Object and an array of Object, or null, to Object. */
    MethodHandle defaultMethod(Method method) {
        return defaults.get(method);
    }

    /**
     * Compares this interface with that of the other side.
     *
     * @param descriptions of the methods there
     * @throws InterfaceMismatchException if a method is missing there
     */
    void compare(List<?> descriptions) {
        for (CallMethod method : methods.values()) {
            if (!descriptions.contains(method.description)) {
                String name = name() + "." + method.method.getName();
                Object[] others = descriptions.stream().filter(other -> other.toString().startsWith(name + "("))
                        .toArray();
                throw new InterfaceMismatchException(name + " differs: here it is " + method.description
                        + ", and the other side has "
                        + (others.length == 0 ? "no such method" : Arrays.toString(others)));
            }
        }
    }

    Shape shape() {
        return shape;
    }

    /** In descriptions. */
    String name() {
        return shape.name();
    }

    Class<?> type() {
        return shape.type();
    }

    /** Null for an unknown number. */
    CallMethod method(long number) {
        return methods.get(number);
    }

    /** In no particular order. */
    List<CallMethod> methods() {
        return new ArrayList<>(methods.values());
    }
}
