// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.segment.CurrentUser;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.SegmentLabel;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.session.Attachment;
import io.shmooze.session.Feature;
import io.shmooze.session.HandshakeLine;
import io.shmooze.session.HandshakeResult;
import io.shmooze.session.LineChannel;
import io.shmooze.session.PeerUser;
import io.shmooze.session.SessionDefaults;
import io.shmooze.wait.BellSockets;
import io.shmooze.wait.Doorbell;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * The server's part of one handshake, after the client's HELLO: WELCOME, the client maps the segment and opens its
 * second connection, ATTACHED, the file is removed, READY. Whatever fails, the file is removed.
 */
final class ServerHandshake {
    private final ServerOptions options;
    private final PendingBells bells;
    private final LineChannel line;
    private final long sessionId;
    private final long deadlineNs;

    ServerHandshake(ServerOptions options, PendingBells bells, LineChannel line, long sessionId, long deadlineNs) {
        this.options = options;
        this.bells = bells;
        this.line = line;
        this.sessionId = sessionId;
        this.deadlineNs = deadlineNs;
    }

    /** Expects a connection that never comes, so that the JDK loads the classes for that. */
    static void rehearse(ServerOptions options) {
        PendingBells bells = new PendingBells();
        ServerHandshake handshake = new ServerHandshake(options, bells, null, 0, 0);
        handshake.welcome(bells.expect(0), options.features(), options.layout(options.features()));
    }

    /** Checks the client's user and version, and the form of its line. */
    static Peer check(LineChannel line, HandshakeLine hello, Set<String> allowedUsers) throws IOException {
        UserPrincipal user = PeerUser.of(line.channel());
        if (!CurrentUser.isOrAllows(user, allowedUsers)) {
            throw new NotPermittedException("the channel belongs to " + CurrentUser.principal().getName()
                    + " and does not allow the user " + user.getName());
        }
        long version = hello.number("version", Integer.MAX_VALUE);
        if (version != SegmentDescriptor.VERSION) {
            throw new VersionMismatch("the server speaks version " + SegmentDescriptor.VERSION
                    + " of the protocol, and the client version " + version);
        }
        return new Peer(hello.number("pid", Long.MAX_VALUE), user.getName(),
                SessionDefaults.checkName(hello.text("name")));
    }

    /** The client speaks another version. The message names both versions. */
    static final class VersionMismatch extends ProtocolException {
        private static final long serialVersionUID = 1;

        VersionMismatch(String message) {
            super(message);
        }
    }

    /**
     * Does the handshake after HELLO.
     *
     * @param features that both sides have
     * @param beforeReady runs before READY, by which the client is attached: from then on only the session closes the
     *     connection, in good order
     */
    Attachment attach(Peer peer, int peerMaxMessageLength, Set<Feature> features, Runnable beforeReady)
            throws IOException, InterruptedException {
        PendingBells.Expected bell = bells.expect(sessionId);
        Path file = options.directory().segment(options.channel(), sessionId, bell.key());
        SegmentLayout layout = options.layout(features);
        Segment segment;
        try {
            segment = SegmentFile.create(file, options.directory().fileMode(), layout, sessionId, peer.pid());
        } catch (CannotCreateException e) {
            bells.abandon(bell);
            throw e;
        }
        boolean attached = false;
        try {
            if (features.contains(Feature.INSPECTION)) {
                SegmentLabel.of(Feature.bits(features), options.serves().ordinal() + 1, layout, peer.name())
                        .write(segment);
            }
            FailPoint.SERVER_CREATED_SEGMENT.reached();
            line.writeLine(welcome(bell, features, layout));
            FailPoint.SERVER_SENT_WELCOME.reached();
            expect(HandshakeLine.ATTACHED);
            SocketChannel in = bells.await(bell, deadlineNs);
            boolean polled = options.session().isPolled();
            in.configureBlocking(!polled);
            FailPoint.SERVER_BEFORE_UNLINK.reached();
            Files.deleteIfExists(file);
            FailPoint.SERVER_BEFORE_READY.reached();
            beforeReady.run();
            line.writeLine(HandshakeLine.READY);
            BellSockets sockets =
                    new BellSockets(in, line.handOn(false), features.contains(Feature.HALF_CLOSE));
            Doorbell doorbell = Doorbell.open(sockets, Thread.currentThread().getName(), polled);
            Attachment attachment = Attachment.open(new HandshakeResult(segment, Side.SERVER, doorbell, peer,
                    peerMaxMessageLength, features), options.session());
            attached = true;
            return attachment;
        } finally {
            if (attached) {
                bells.forget(bell);
            } else {
                segment.unmap();
                try {
                    bells.abandon(bell);
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private String welcome(PendingBells.Expected bell, Set<Feature> features, SegmentLayout layout) {
        String line = Feature.add(HandshakeLine.format(HandshakeLine.WELCOME, "version", SegmentDescriptor.VERSION,
                "pid", CurrentProcess.pid(), "name", options.session().name(), "session", sessionId,
                "key", bell.key(), "segment", SegmentDirectory.segmentName(options.channel(), sessionId, bell.key()),
                "length", layout.length(), "max-message", options.session().maxMessageLength(),
                "serves", options.serves().word()), features);
        if (features.contains(Feature.BULK)) {
            line += " " + HandshakeLine.BULK_FIELD + "=" + layout.bulkLength();
        }
        if (features.contains(Feature.WIDE_LANES)) {
            line += " " + HandshakeLine.WIDE_LANE_FIELD + "=" + layout.wideLaneLength();
        }
        return line;
    }

    private void expect(String word) throws IOException {
        String answer = line.readLine(deadlineNs);
        if (!answer.equals(word)) {
            throw new ProtocolException("expected " + word + ", got '" + answer + "'");
        }
    }
}
