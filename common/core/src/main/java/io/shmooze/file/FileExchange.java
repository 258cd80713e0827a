// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.Detachment;
import io.shmooze.InterruptedSessionException;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.NotPermittedException;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends and receives the files of an application over any number of sessions. The application passes on the messages of
 * its callbacks, and offers files:
 *
 * <pre>{@code
 * FileExchange files = new FileExchange(fileListener);
 * ShmoozeClient client = ShmoozeClient.builder("chat")
 *         .onMessage((session, message) -> {
 *             if (!files.onMessage(session, message)) {
 *                 System.out.println(message.text());
 *             }
 *         })
 *         .sessionListener(files)
 *         .connect();
 * files.send(client, Path.of("report.pdf"));
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for all. Each outgoing file has a daemon thread of its own, which sends chunks of less than
 * 64 KiB; other messages go between them. Memory does not depend on a file's size, except that a file whose size is
 * not true, as in {@code /proc}, is read into memory when it is offered, up to 16 MiB and for up to 10 seconds.
 *
 * <p><b>Guarantee.</b> A file appears under its name at the receiver whole and with the right SHA-256, or not at all.
 * {@link FileTransfer} says what happens when a process dies. Files outlive processes, not the failure of a machine:
 * nothing is forced to the disk.
 */
public final class FileExchange implements SessionListener, AutoCloseable {
    /** The most transfers from one peer that have not ended. */
    static final int MAX_INCOMING = 64;

    private record Key(Session session, long id) {
    }

    private final FileListener listener;
    private final Map<Long, OutgoingFile> outgoing = new ConcurrentHashMap<>();
    private final Map<Key, IncomingFile> incoming = new ConcurrentHashMap<>();

    /**
     * Makes an exchange without transfers.
     *
     * @param listener decides about offers, and follows the transfers
     */
    public FileExchange(FileListener listener) {
        this.listener = listener;
    }

    /**
     * Offers a file to the other end of a session, under its own name.
     *
     * @param session to send by
     * @param file a regular file, or a link to one
     * @return the transfer, which goes on by itself
     * @throws UsageException if there is no such file, or its name is not allowed
     * @throws NotPermittedException if this process may not read it
     * @throws InterruptedSessionException if the thread is interrupted while the file is looked at
     */
    public OutgoingFile send(Session session, Path file) {
        return send(session, file, null);
    }

    /**
     * Offers a file to the other end of a session, under another name.
     *
     * @param session to send by
     * @param file a regular file, or a link to one
     * @param name for the receiver; null for the file's own name
     * @return the transfer, which goes on by itself
     * @throws UsageException if there is no such file, or such a name is not allowed
     * @throws NotPermittedException if this process may not read it
     * @throws InterruptedSessionException if the thread is interrupted while the file is looked at
     */
    public OutgoingFile send(Session session, Path file, String name) {
        OutgoingFile sent = new OutgoingFile(session, SourceFile.of(file, name), outgoing, listener);
        sent.start();
        return sent;
    }

    /**
     * Whether a file can be sent, as {@link #send(Session, Path, String)} would find now.
     *
     * @param file a regular file, or a link to one
     * @param name for the receiver; null for the file's own name
     * @throws UsageException if there is no such file, or such a name is not allowed
     * @throws NotPermittedException if this process may not read it
     * @throws InterruptedSessionException if the thread is interrupted while the file is looked at
     */
    public static void check(Path file, String name) {
        SourceFile.of(file, name);
    }

    /**
     * Takes a message, if it belongs to a file.
     *
     * @param session by which the message came
     * @param message as long as its callback runs
     * @return false for every other message
     * @throws ProtocolException if the message is malformed
     */
    public boolean onMessage(Session session, Message message) {
        if (message.kind() != MessageKind.FILE) {
            return false;
        }
        // A redelivered message was meant for a process that has died. The sender offers the file to this one again.
        if (!message.redelivered()) {
            // A view would keep the segment mapped after the session's end, until garbage is collected.
            FileMessage parsed = FileMessage.parse(ByteBuffer.wrap(message.toByteArray()));
            FileMessageSender.inCallback(
                    parsed.step().isSenders() ? () -> received(session, parsed) : () -> answered(parsed));
        }
        return true;
    }

    private void received(Session session, FileMessage message) {
        if (message.step() == FileStep.OFFER) {
            offered(session, message);
            return;
        }
        IncomingFile file = incoming.get(new Key(session, message.transfer()));
        if (file != null) {
            switch (message.step()) {
                case BEGIN -> file.begin(message.position(), message.copy());
                case DATA -> file.data(message);
                case END -> file.end(message.copy());
                default -> file.withdrawn(message.text());
            }
        }
    }

    private void offered(Session session, FileMessage message) {
        Key key = new Key(session, message.transfer());
        String name = message.text();
        IncomingFile file = new IncomingFile(session, message, listener, () -> incoming.remove(key));
        String flaw = FileNames.flaw(name);
        if (incoming.putIfAbsent(key, file) != null) {
            // A second offer of the same transfer: the first was in flight when the client reconnected.
            return;
        }
        if (flaw != null) {
            file.refuse("the name " + flaw);
        } else if (incoming.keySet().stream().filter(each -> each.session == session).count() > MAX_INCOMING) {
            file.refuse("it takes " + MAX_INCOMING + " files at a time");
        } else {
            listener.onOffer(file);
        }
    }

    private void answered(FileMessage message) {
        OutgoingFile file = outgoing.get(message.transfer());
        if (file != null) {
            switch (message.step()) {
                case WANT -> file.wanted(message.position());
                case DONE -> file.arrived();
                default -> file.refused(message.text());
            }
        }
    }

    /** Offers the files again that the last server has not received. */
    @Override
    public void onAttached(Session session) {
        outgoing.values().forEach(OutgoingFile::attached);
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        incoming.forEach((key, file) -> {
            if (key.session == session) {
                file.lost("the other side is gone; the part that is here stays, and the next attempt continues it");
            }
        });
        outgoing.values().forEach(OutgoingFile::detached);
    }

    /**
     * The transfers that have not ended.
     *
     * @return a snapshot
     */
    public List<FileTransfer> transfers() {
        List<FileTransfer> all = new ArrayList<>(incoming.values());
        all.addAll(outgoing.values());
        all.removeIf(file -> file.state().isEnd());
        return all;
    }

    /** Cancels all transfers that have not ended. To be called before the sessions are closed. */
    @Override
    public void close() {
        transfers().forEach(file -> file.cancel(file instanceof IncomingFile ? "the receiver leaves"
                : "the sender leaves"));
    }
}
