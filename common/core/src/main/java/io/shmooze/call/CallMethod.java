// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Arrays;

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
    /** The same if it is of a primitive type. */
    private final PrimitiveCodec primitive;
    /** From Object and an array of Object to Object. */
    private final MethodHandle invoker;
    private final boolean takesBits;

    CallMethod(String interfaceName, Method method, Delivery delivery, Codec[] parameters, Codec result) {
        this.method = method;
        this.delivery = delivery;
        this.parameters = parameters;
        this.result = result;
        this.primitive = result instanceof PrimitiveCodec codec ? codec : null;
        this.invoker = Access.method(method);
        this.takesBits = Arrays.stream(parameters).allMatch(Codec::takesBits);
        Description text = new Description().add(interfaceName).add(".").add(method.getName()).add("(");
        for (int i = 0; i < parameters.length; i++) {
            text.add(i == 0 ? "" : ",").add(parameters[i]);
        }
        text.add(")");
        this.description = (result == null ? text.add("void") : text.add(result)).toString();
        this.number = CallDescriptor.number(description);
    }

    /** Whether all arguments are primitives or their boxes. */
    boolean takesBits() {
        return takesBits;
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
     * Reads an answer, which must be all that is there.
     *
     * @throws MalformedCallException if it cannot be read
     * @throws RemoteCallException if it says so
     */
    Object readAnswer(CallReader in) {
        readStatus(in);
        Object value = result.read(in);
        in.end();
        return value;
    }

    /** Reads the answer of a call into the call, without a box. */
    void readAnswer(Call call, ObjectTable objects) {
        CallReader in = call.reader.begin(objects);
        if (primitive == null) {
            call.object = readAnswer(in);
        } else {
            readStatus(in);
            call.bits = primitive.readBits(in);
            in.end();
        }
    }

    /** Reads the beginning of an answer; throws if there is no result. */
    static void readStatus(CallReader in) {
        int status = in.readByte();
        if (status == CallDescriptor.EXCEPTION) {
            String typeName = in.readText();
            String message = in.readText();
            in.end();
            throw new RemoteCallException(typeName, message);
        }
        if (status != CallDescriptor.RESULT) {
            throw in.malformed("an answer begins with " + status);
        }
    }

    /** Calls the method of an object. */
    Object invoke(Object target, Object... arguments) throws Throwable {
        return (Object) invoker.invokeExact(target, arguments);
    }

    @Override
    public String toString() {
        return description;
    }
}
