// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Peer;
import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.stream.Stream;

/**
 * What a proxy does: each call goes to an object of the other side. Owns which object that is. For any thread.
 *
 * <p><b>No allocation.</b> A proxy makes a box for each primitive argument, an array for all, and takes the result out
 * of a box. {@link #invoke} is so short that the JVM can put it into the proxy's method, and then sees that nobody
 * keeps these objects: arguments are taken out of their boxes at constant indices before anything else is called, what
 * does the work gets none of them, and the result is boxed last. The work is behind a method handle that is no
 * constant, because the JVM would otherwise put it in here too, and {@code invoke} would be too long.
 */
final class RemoteObject implements InvocationHandler {
    private final CallSession owner;
    final CallInterface type;
    /** 0 for an object that is served, else its number there. */
    final long target;
    /** The process that has it; null if any other side may. */
    final Peer holder;
    /** The other side whose interface has been compared with this one; a thread that does not see it compares again. */
    Peer compared;
    private final MethodHandle exchange;

    RemoteObject(CallSession owner, CallInterface type, long target, Peer holder) {
        this.owner = owner;
        this.type = type;
        this.target = target;
        this.holder = holder;
        try {
            exchange = MethodHandles.lookup().findVirtual(RemoteObject.class, "exchange",
                    MethodType.methodType(long.class, Method.class, long.class, long.class, long.class,
                            long.class, long.class, long.class)).bindTo(this);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("A class finds its own method", e);
        }
    }

    /** A proxy of it; equal to itself only. */
    Object proxy() {
        return Proxy.newProxyInstance(type.type().getClassLoader(), new Class<?>[] {type.type()}, this);
    }

    /**
     * Makes a handle that calls one method, without boxes.
     *
     * @throws UsageException if the method has other types than primitives, or is not called on the other side
     */
    MethodHandle handle(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        Class<?> result = method.getReturnType();
        if (type.method(method) == null || parameters.length > Call.UNBOXED || !result.isPrimitive()
                || !Stream.of(parameters).allMatch(Class::isPrimitive)) {
            throw new UsageException(type.name() + "." + method.getName() + " has no handle: those are for methods of "
                    + "at most " + Call.UNBOXED + " primitives that the other side makes; call it by a proxy");
        }
        Object[] unused = Collections.nCopies(Call.UNBOXED - parameters.length, 0L).toArray();
        MethodHandle bits = MethodHandles.insertArguments(
                MethodHandles.insertArguments(exchange, 0, method), parameters.length, unused);
        MethodHandle handle = MethodHandles.filterArguments(bits, 0,
                Stream.of(parameters).map(PrimitiveBits::of).toArray(MethodHandle[]::new));
        return result == void.class ? MethodHandles.dropReturn(handle)
                : MethodHandles.filterReturnValue(handle, PrimitiveBits.to(result));
    }

    boolean isOf(CallSession session) {
        return owner == session;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        int n = arguments == null ? 0 : arguments.length;
        Object a = n > 0 ? arguments[0] : null;
        Object b = n > 1 ? arguments[1] : null;
        Object c = n > 2 ? arguments[2] : null;
        Object d = n > 3 ? arguments[3] : null;
        Object e = n > 4 ? arguments[4] : null;
        Object f = n > 5 ? arguments[5] : null;
        if (n > Call.UNBOXED || !Modifier.isAbstract(method.getModifiers())
                || !(n < 1 || isBox(a)) || !(n < 2 || isBox(b)) || !(n < 3 || isBox(c))
                || !(n < 4 || isBox(d)) || !(n < 5 || isBox(e)) || !(n < 6 || isBox(f))) {
            return invokeWithObjects(proxy, method, arguments);
        }
        long bits = (long) exchange.invokeExact(method, n > 0 ? bits(a) : 0, n > 1 ? bits(b) : 0, n > 2 ? bits(c) : 0,
                n > 3 ? bits(d) : 0, n > 4 ? bits(e) : 0, n > 5 ? bits(f) : 0);
        return result(method, bits);
    }

    /** Takes a value out of its box, as {@link PrimitiveCodec} has it. */
    private static long bits(Object box) {
        if (box instanceof Double value) {
            return Double.doubleToRawLongBits(value);
        }
        if (box instanceof Float value) {
            return Float.floatToRawIntBits(value);
        }
        if (box instanceof Number value) {
            return value.longValue();
        }
        return box instanceof Character value ? value : (Boolean) box ? 1 : 0;
    }

    private static boolean isBox(Object argument) {
        if (argument == null) {
            return false;
        }
        Class<?> type = argument.getClass();
        return type == Long.class || type == Integer.class || type == Double.class || type == Boolean.class
                || type == Float.class || type == Character.class || type == Short.class || type == Byte.class;
    }

    private static Object result(Method method, long bits) {
        Class<?> type = method.getReturnType();
        if (type == long.class) {
            return bits;
        }
        if (type == int.class) {
            return (int) bits;
        }
        if (type == double.class) {
            return Double.longBitsToDouble(bits);
        }
        if (type == float.class) {
            return Float.intBitsToFloat((int) bits);
        }
        return smallResult(type, bits);
    }

    private static Object smallResult(Class<?> type, long bits) {
        if (type == boolean.class) {
            return bits != 0;
        }
        if (type == char.class) {
            return (char) bits;
        }
        if (type == short.class) {
            return (short) bits;
        }
        return type == byte.class ? (Object) (byte) bits : Call.takeResult();
    }

    private long exchange(Method method, long a, long b, long c, long d, long e, long f) {
        CallMethod called = type.method(method);
        Call call = Call.take();
        call.put(a, b, c, d, e, f);
        owner.call(call, this, called, (Object[]) null);
        return call.finish();
    }

    private Object invokeWithObjects(Object proxy, Method method, Object... arguments) throws Throwable {
        CallMethod called = type.method(method);
        if (called != null) {
            Call call = Call.take();
            owner.call(call, this, called, arguments == null ? new Object[0] : arguments);
            return result(method, call.finish());
        }
        if (method.getDeclaringClass() != Object.class) {
            return type.defaultMethod(method).invokeExact(proxy, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> toString();
        };
    }

    @Override
    public String toString() {
        return type.name() + (target == 0 ? "" : " " + target) + " of " + owner;
    }
}
