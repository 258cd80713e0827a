// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/**
 * Ways into the application's types by method handles; owns no state. A type in a package that is open to this module,
 * as all are on the class path, may be private; any other must be public and exported.
 */
final class Access {
    private static final Module MODULE = Access.class.getModule();

    private Access() {
    }

    /** From Object to Object. */
    static MethodHandle accessor(Class<?> type, RecordComponent component) {
        try {
            MethodHandle handle = lookup(type).unreflect(component.getAccessor());
            return handle.asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw refused(type, e);
        }
    }

    /** From an array of Object to Object. */
    static MethodHandle recordConstructor(Class<?> type, Class<?>... components) {
        try {
            MethodHandle handle = lookup(type).findConstructor(type, MethodType.methodType(void.class, components));
            return handle.asType(handle.type().generic()).asFixedArity().asSpreader(Object[].class, components.length);
        } catch (IllegalAccessException e) {
            throw refused(type, e);
        } catch (NoSuchMethodException e) {
            throw new UsageException("the record " + type.getName() + " has no canonical constructor", e);
        }
    }

    /** Without arguments. */
    static MethodHandle constructor(Class<?> type) {
        try {
            return lookup(type).findConstructor(type, MethodType.methodType(void.class));
        } catch (IllegalAccessException e) {
            throw refused(type, e);
        } catch (NoSuchMethodException e) {
            throw new UsageException(type.getName() + " needs a public constructor without parameters", e);
        }
    }

    /** A method of an interface: from Object and an array of Object to Object. */
    static MethodHandle method(Method method) {
        Class<?> type = method.getDeclaringClass();
        try {
            MethodHandle handle = lookup(type).unreflect(method).asFixedArity();
            return handle.asType(handle.type().generic()).asSpreader(Object[].class, method.getParameterCount());
        } catch (IllegalAccessException e) {
            throw refused(type, e);
        }
    }

    /** The body of a default method: from Object and an array of Object, or null, to Object. */
    static MethodHandle defaultMethod(Method method) {
        Class<?> type = method.getDeclaringClass();
        try {
            if (isOpen(type)) {
                MethodHandle handle = lookup(type).unreflectSpecial(method, type).asFixedArity();
                return handle.asType(handle.type().generic()).asSpreader(Object[].class, method.getParameterCount());
            }
            MethodHandle handle = MethodHandles.lookup().findStatic(InvocationHandler.class, "invokeDefault",
                    MethodType.methodType(Object.class, Object.class, Method.class, Object[].class)).asFixedArity();
            return MethodHandles.insertArguments(handle, 1, method);
        } catch (IllegalAccessException e) {
            throw refused(type, e);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("The JDK has this method from version 16 on", e);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        MODULE.addReads(type.getModule());
        return isOpen(type) ? MethodHandles.privateLookupIn(type, MethodHandles.lookup()) : MethodHandles.lookup();
    }

    private static boolean isOpen(Class<?> type) {
        return type.getModule().isOpen(type.getPackageName(), MODULE);
    }

    private static UsageException refused(Class<?> type, IllegalAccessException cause) {
        String name = type.getPackageName();
        return new UsageException("the package " + name + " of " + type.getModule() + " must be opened to "
                + MODULE.getName() + ": add \"opens " + name + " to " + MODULE.getName() + ";\" to its module-info, or "
                + "export the package and make " + type.getSimpleName() + " public", cause);
    }
}
