// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.reflect.Method;

/** A method that one side calls and the other side has. Immutable, used by any thread. */
final class CallMethod {
    /** How the caller gets the result. */
    enum Delivery {
        /** It does not: the call is a message. */
        NONE,
        /** The method returns it. */
        VALUE,
        /** A future that the method returns is completed with it. */
        FUTURE
    }

    final Method method;
    final Delivery delivery;
    /** With types: see {@link CallDescriptor}. */
    final String description;
    final long number;
    private final Codec[] parameters;
    /** Null without a result. */
    private final Codec result;

    CallMethod(String interfaceName, Method method, Delivery delivery, Codec[] parameters, Codec result) {
        this.method = method;
        this.delivery = delivery;
        this.parameters = parameters;
        this.result = result;
        Description text = new Description().add(interfaceName).add(".").add(method.getName()).add("(");
        for (int i = 0; i < parameters.length; i++) {
            text.add(i == 0 ? "" : ",").add(parameters[i]);
        }
        text.add(")");
        this.description = (result == null ? text.add("void") : text.add(result)).toString();
        this.number = CallDescriptor.number(description);
    }

    int parameterCount() {
        return parameters.length;
    }

    Codec parameter(int index) {
        return parameters[index];
    }

    Codec result() {
        return result;
    }

    /**
     * Writes all arguments.
     *
     * @param arguments as many as there are parameters
     * @throws UsageException if one cannot be written
     */
    void writeArguments(CallWriter out, Object... arguments) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i].write(out, arguments[i]);
        }
    }

    /**
     * Reads all arguments, which must be all that is there.
     *
     * @throws MalformedCallException if they cannot be read
     */
    Object[] readArguments(CallReader in) {
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            arguments[i] = parameters[i].read(in);
        }
        in.end();
        return arguments;
    }

    /**
     * Reads the result, which must be all that is there.
     *
     * @throws MalformedCallException if it cannot be read
     */
    Object readResult(CallReader in) {
        Object value = result.read(in);
        in.end();
        return value;
    }

    @Override
    public String toString() {
        return description;
    }
}
