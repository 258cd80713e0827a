// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.RemoteObject;
import java.rmi.server.UnicastRemoteObject;
import java.util.concurrent.CountDownLatch;

/**
 * The JDK's remote method invocation over loopback. The ends need {@link #HOST}. A message and its answer are one call,
 * so it has no messages without answers. A file takes the place of the registry.
 */
public final class RmiTransport implements Transport {
    /** An option of both JVMs: without it the asking end connects to the address of this machine in its network. */
    static final String HOST = "-Djava.rmi.server.hostname=127.0.0.1";

    /** The serving end, for the asking end. */
    public interface Answering extends Remote {
        /**
         * Answers a message.
         *
         * @param message its bytes
         * @return the answer's
         * @throws RemoteException if the other end cannot be reached
         */
        byte[] answer(byte[] message) throws RemoteException;

        /**
         * {@link Connection.Calculation#sum}.
         *
         * @param first any number
         * @param second any number
         * @param text a short text
         * @return the sum
         * @throws RemoteException if the other end cannot be reached
         */
        long sum(long first, long second, String text) throws RemoteException;
    }

    /**
     * Creates one end.
     *
     * @param variant there is none
     */
    public RmiTransport(String variant) {
        // Every transport has a variant.
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws Exception {
        Answering answering = new HandlerAnswering(handler);
        UnicastRemoteObject.exportObject(answering, 0, null,
                port -> new ServerSocket(port, 0, InetAddress.getLoopbackAddress()));
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(stub(directory)))) {
            out.writeObject(RemoteObject.toStub(answering));
        }
        ready.run();
        new CountDownLatch(1).await();
    }

    @Override
    public Connection connect(Path directory) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(stub(directory)))) {
            return new RmiConnection((Answering) in.readObject());
        }
    }

    private static Path stub(Path directory) {
        return directory.resolve("stub");
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        return bytes;
    }

    /** Lets a handler answer, on the JDK's threads; one after the other. */
    private record HandlerAnswering(Handler handler) implements Answering {
        @Override
        public synchronized byte[] answer(byte[] message) {
            return bytes(handler.handle(buffer(message)));
        }

        @Override
        public long sum(long first, long second, String text) {
            return first + second + text.length();
        }
    }

    /** Sends nothing before {@link #await}, because a call returns with the answer. */
    private static final class RmiConnection implements Connection {
        private final Answering answering;
        private Handler handler;
        private ByteBuffer next;

        RmiConnection(Answering answering) {
            this.answering = answering;
        }

        @Override
        public void handler(Handler newHandler) {
            handler = newHandler;
        }

        @Override
        public void send(ByteBuffer message) {
            next = message;
        }

        @Override
        public void await() throws RemoteException {
            while (!handler.done()) {
                next = handler.handle(ask(next));
            }
        }

        @Override
        public ByteBuffer ask(ByteBuffer question) throws RemoteException {
            return buffer(answering.answer(bytes(question)));
        }

        @Override
        public long call(long first, long second, String text) throws RemoteException {
            return answering.sum(first, second, text);
        }

        @Override
        public void close() {
            // The JDK closes a connection that is not used; this process ends before.
        }
    }
}
