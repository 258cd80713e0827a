// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.builder.SessionBuilder;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Typed calls: {@link #serve} an interface on one side of a session, and call it on the other by a {@link #proxy}.
 *
 * <pre>
 * interface Quotes {
 *     Quote last(String symbol);
 *     CompletableFuture&lt;List&lt;Quote&gt;&gt; history(String symbol, int days);
 *     void subscribe(Listener listener);
 * }
 *
 * ShmoozeServer server = Calls.serve(ShmoozeServer.builder("desk"), Quotes.class, new MyQuotes()).start();
 *
 * Quotes quotes = Calls.proxy(client, Quotes.class);
 * Quote last = quotes.last("ABC");
 * </pre>
 *
 * <p><b>Methods.</b> A {@code void} method is a message: the call returns when it is sent. A method that returns a
 * {@link java.util.concurrent.CompletableFuture} or {@link java.util.concurrent.CompletionStage} returns at once, and
 * the future ends as that of a question ({@link io.shmooze.Asker}). Every other method waits for its result, as long as
 * the builder's response timeout says. Default methods run where they are called; {@code equals}, {@code hashCode} and
 * {@code toString} are the proxy's own.
 *
 * <p><b>Types.</b> Primitives and their boxes, {@code String}, {@code byte[]}, {@code ByteBuffer} (its remaining
 * bytes; it arrives read-only), enums, records, {@code List}, {@code Set}, {@code Map}, {@code Optional}, arrays,
 * {@code UUID}, {@code BigDecimal}, {@code BigInteger}, values of {@code java.time}, classes with a constructor
 * without parameters that implement {@code BytesMarshallable} and write and read themselves, and null for each of them
 * but {@code Optional}. Collections arrive unmodifiable. An argument whose type is another interface is not copied:
 * the other side gets a proxy of it, the same one each time, until the session ends, and may call it back. A session
 * passes at most 65,536 such objects each way.
 *
 * <p><b>Threads.</b> Proxies may be used by any thread. Calls that arrive are made one after the other, as a {@link
 * io.shmooze.QuestionListener} is called; objects that were passed are called in the same way. Without a listener of
 * its builder, a session makes them when it is polled, or while a thread waits for a result.
 *
 * <p><b>In a callback</b> of the same session a call that waits would wait for itself: it throws {@link
 * IllegalStateException}. Calls without a result, and those with a future, may be made there.
 *
 * <p><b>Errors.</b> What the implementation throws arrives as {@link RemoteCallException}; for a {@code void} method it
 * goes to {@link io.shmooze.SessionListener#onError} on the serving side. A call throws {@link
 * io.shmooze.PeerGoneException} when the other side dies or leaves before it has answered, {@link
 * io.shmooze.SessionTimeoutException} when the response timeout is over, {@link io.shmooze.QuestionFailedException} if
 * the other side cannot make it, {@link MalformedCallException} if the result cannot be read, {@link UsageException} if
 * an argument cannot be written, and what {@link io.shmooze.Asker#ask} throws.
 *
 * <p><b>Versions.</b> Outside callbacks, the first call of a proxy after each attachment compares the interface with
 * that of the other side, and throws {@link InterfaceMismatchException} if a method of this side is missing there or
 * has other types. Methods that only the serving side has do not matter.
 */
public final class Calls {
    private Calls() {
    }

    /**
     * Makes an object whose methods are called on the other side.
     *
     * @param <T> the interface
     * @param session whose other side serves the interface
     * @param type the interface; in a module, its package must be exported or opened to {@code io.shmooze.core}
     * @return a proxy for the life of the session; after a client has reconnected it calls the next server
     * @throws UsageException if a method cannot be called from the other side; the message names it and its type
     */
    public static <T> T proxy(Session session, Class<T> type) {
        CallInterface looked = CallInterface.of(type);
        return type.cast(new RemoteObject(CallSession.of(session), looked, 0, null).proxy());
    }

    /**
     * Makes a handle that calls one method on the other side, as a {@link #proxy} does, and makes no box for its
     * arguments and its result. The compilers of older JDKs do not remove all boxes of a proxy.
     *
     * @param session whose other side serves the interface
     * @param type the interface, as for a proxy
     * @param name of a method with at most 6 parameters, all of primitive types, which returns a primitive or nothing
     * @param parameters their types
     * @return a handle of exactly that type, without a receiver; for any thread, for the life of the session
     * @throws UsageException if there is no such method
     */
    public static MethodHandle handle(Session session, Class<?> type, String name, Class<?>... parameters) {
        CallInterface looked = CallInterface.of(type);
        try {
            return new RemoteObject(CallSession.of(session), looked, 0, null).handle(type.getMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            throw new UsageException(looked.name() + " has no such method: " + e.getMessage(), e);
        }
    }

    /**
     * Has an object called by the other side of each session that is built. A builder may serve several interfaces.
     *
     * @param <B> the type of the builder
     * @param <T> the interface
     * @param builder of a server or a client
     * @param type the interface; in a module, its package must be exported or opened to {@code io.shmooze.core}
     * @param implementation called by all sessions, each on the thread that reads it
     * @return the builder
     * @throws UsageException if a method cannot be called from the other side; the message names it and its type
     */
    public static <B extends SessionBuilder<B>, T> B serve(B builder, Class<T> type, T implementation) {
        LocalObject root = new LocalObject(CallInterface.of(type), Objects.requireNonNull(implementation));
        return builder.onQuestion((session, question) -> CallSession.of(session).answer(question, root));
    }
}
