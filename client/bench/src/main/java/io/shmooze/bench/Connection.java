// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The asking end of a transport. Used by one thread, but for {@link #send}, which several threads call at once if the
 * transport is measured by that; it may have another thread of its own for listening.
 */
public interface Connection extends AutoCloseable {
    /**
     * Sets the handler of all messages that arrive from now on. To be called while no message is under way.
     *
     * @param handler called by the thread that waits in {@link #await} or by a listening thread
     */
    void handler(Handler handler);

    /**
     * Sends a message; waits for room as long as it takes.
     *
     * @param message from position to limit, copied before the method returns
     * @throws Exception which ends the process
     */
    void send(ByteBuffer message) throws Exception;

    /**
     * Asks a question and waits for its answer. The handler gets neither.
     *
     * @param question from position to limit, copied before the method returns
     * @return the answer, in little-endian order
     * @throws Exception which ends the process
     */
    default ByteBuffer ask(ByteBuffer question) throws Exception {
        throw new UnsupportedOperationException("This transport has no questions");
    }

    /**
     * Calls {@link Calculation#sum} of the other end.
     *
     * @param first any number
     * @param second any number
     * @param text a short text
     * @return what it returns
     * @throws Exception which ends the process
     */
    default long call(long first, long second, String text) throws Exception {
        throw new UnsupportedOperationException("This transport has no calls");
    }

    /** What a serving end does for calls. */
    @FunctionalInterface
    interface Calculation {
        /**
         * Adds up.
         *
         * @param first any number
         * @param second any number
         * @param text a short text
         * @return the sum of the numbers and the text's length
         */
        long sum(long first, long second, String text);
    }

    /**
     * Sends several messages in a batch.
     *
     * @param count how many
     * @param messages gives each message once, when the last one has been sent
     * @throws Exception which ends the process
     */
    default void sendBatch(int count, Supplier<ByteBuffer> messages) throws Exception {
        throw new UnsupportedOperationException("This transport has no batches");
    }

    /**
     * Sends a message that is written into memory of the transport, if there is room at once.
     *
     * @param length of the message
     * @param writer gets that memory, in little-endian order, and writes every byte of it
     * @return false if there is no room now; nothing was written then
     * @throws Exception which ends the process
     */
    default boolean claim(int length, Consumer<ByteBuffer> writer) throws Exception {
        throw new UnsupportedOperationException("This transport has no claims");
    }

    /**
     * Waits until the handler is {@link Handler#done}.
     *
     * @throws Exception which ends the process
     */
    void await() throws Exception;

    /**
     * Sends a file that the transport has chosen, and returns when the other end has it whole.
     *
     * @throws Exception which ends the process
     */
    default void sendFile() throws Exception {
        throw new UnsupportedOperationException("No files go this way");
    }

    @Override
    void close() throws IOException;
}
