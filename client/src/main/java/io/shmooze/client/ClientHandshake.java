// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.ChannelKind;
import io.shmooze.NotPermittedException;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.UsageException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.CurrentProcess;
import io.shmooze.segment.CurrentUser;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.SegmentFile;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.session.Attachment;
import io.shmooze.session.Feature;
import io.shmooze.session.HandshakeLine;
import io.shmooze.session.HandshakeResult;
import io.shmooze.session.LineChannel;
import io.shmooze.session.PeerUser;
import io.shmooze.session.RandomKey;
import io.shmooze.session.Refusal;
import io.shmooze.session.Rehearsal;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;
import io.shmooze.wait.BellSockets;
import io.shmooze.wait.Doorbell;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The client's part of one handshake. If it fails, nothing stays open or mapped. */
final class ClientHandshake {
    private final SessionOptions options;
    private final ChannelKind wanted;
    private final SegmentDirectory directory;
    private final UnixDomainSocketAddress address;
    private final long deadlineNs;

    ClientHandshake(ClientOptions options, SegmentDirectory directory, long deadlineNs) {
        this.options = options.session();
        this.wanted = options.wanted();
        this.directory = directory;
        this.address = UnixDomainSocketAddress.of(directory.socket(options.channel()));
        this.deadlineNs = deadlineNs;
    }

    /** Throws IOException if nobody listens or the server leaves meanwhile: then another attempt may succeed. */
    Attachment attach() throws IOException {
        Rehearsal.begin(options, null);
        LineChannel line = new LineChannel(connect());
        try {
            checkServer(line);
            sayHello(line);
            return map(line, answer(line, HandshakeLine.WELCOME));
        } catch (IOException | RuntimeException | Error e) {
            line.close();
            throw e;
        }
    }

    private void sayHello(LineChannel line) throws IOException {
        try {
            String hello = HandshakeLine.format(HandshakeLine.HELLO, "version", SegmentDescriptor.VERSION,
                    "pid", CurrentProcess.pid(), "name", options.name(), "max-message", options.maxMessageLength());
            line.writeLine(Feature.add(hello, Feature.of(Side.CLIENT, options.waitStrategy())));
        } catch (IOException e) {
            // A server with too many silent connections refuses without reading this line.
            answer(line, HandshakeLine.WELCOME);
            throw e;
        }
    }

    /** Does not block: a blocking connect would, while the queue of a stopped server is full. */
    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                throw new IOException("the server does not accept connections");
            }
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private void checkServer(LineChannel line) throws IOException {
        UserPrincipal user = PeerUser.of(line.channel());
        if (!CurrentUser.isOrAllows(user, options.allowedUsers())) {
            throw new NotPermittedException("The server of channel '" + options.channel() + "' belongs to "
                    + user.getName() + ": allow that user, or choose another directory");
        }
    }

    private Attachment map(LineChannel line, HandshakeLine welcome) throws IOException {
        long version = welcome.number("version", Integer.MAX_VALUE);
        if (version != SegmentDescriptor.VERSION) {
            throw new ProtocolException("The server speaks version " + version
                    + " of the protocol, and this client version " + SegmentDescriptor.VERSION);
        }
        checkKind(welcome);
        long id = welcome.number("session", Long.MAX_VALUE);
        String key = welcome.text("key");
        if (!RandomKey.isValid(key)) {
            throw new ProtocolException("The server gives the key '" + key + "', expected 32 hexadecimal digits");
        }
        String file = SegmentDirectory.segmentName(options.channel(), id, key);
        if (!welcome.text("segment").equals(file)) {
            throw new ProtocolException("The server names the segment '" + welcome.text("segment") + "', expected "
                    + file);
        }
        Set<Feature> features = Feature.in(welcome);
        SegmentLayout layout = layout(welcome, features);
        FailPoint.CLIENT_GOT_WELCOME.reached();
        Segment segment = SegmentFile.attach(directory.segment(options.channel(), id, key), layout, id);
        try {
            FailPoint.CLIENT_MAPPED.reached();
            int peerLimit = (int) welcome.number("max-message", Integer.MAX_VALUE);
            Peer peer = peer(line, welcome);
            Doorbell doorbell = openDoorbell(line, id, key, features.contains(Feature.HALF_CLOSE));
            return Attachment.open(new HandshakeResult(segment, Side.CLIENT, doorbell, peer, peerLimit, features),
                    options);
        } catch (IOException | RuntimeException | Error e) {
            segment.unmap();
            throw e;
        }
    }

    private static SegmentLayout layout(HandshakeLine welcome, Set<Feature> features) {
        int length = (int) welcome.number("length", SegmentDescriptor.MAX_LENGTH);
        int bulkLength = features.contains(Feature.BULK)
                ? (int) welcome.number(HandshakeLine.BULK_FIELD, SegmentDescriptor.MAX_BULK_LENGTH) : 0;
        int wideLaneLength = features.contains(Feature.WIDE_LANES)
                ? (int) welcome.number(HandshakeLine.WIDE_LANE_FIELD, SegmentDescriptor.MAX_WIDE_LANE_LENGTH) : 0;
        return new SegmentLayout(length, bulkLength, wideLaneLength);
    }

    /** A picture is a frame that seldom changes, so viewers of frames and of pictures may attach to either. */
    private void checkKind(HandshakeLine welcome) {
        ChannelKind found = serves(welcome);
        if (found != null && found.passesMessages() != wanted.passesMessages()) {
            String remedy = found.passesMessages() ? "a client without a command exchanges them"
                    : "the command " + found.word() + " --key " + options.channel() + " shows it";
            throw new UsageException("Channel '" + options.channel() + "' carries " + found.noun() + ", not "
                    + wanted.noun() + " (its server is pid "
                    + welcome.number("pid", Long.MAX_VALUE) + ", unverified): " + remedy);
        }
    }

    private static ChannelKind serves(HandshakeLine welcome) {
        return ChannelKind.of(welcome.values().get("serves"));
    }

    private Doorbell openDoorbell(LineChannel line, long sessionId, String key, boolean halfCloses)
            throws IOException {
        LineChannel bell = new LineChannel(connect());
        try {
            bell.writeLine(HandshakeLine.format(HandshakeLine.BELL, "session", sessionId, "key", key));
            line.writeLine(HandshakeLine.ATTACHED);
            FailPoint.CLIENT_SENT_ATTACHED.reached();
            answer(line, HandshakeLine.READY);
            String threadName = "shmooze-" + options.channel() + "-client";
            boolean polled = options.isPolled();
            return Doorbell.open(new BellSockets(line.handOn(!polled), bell.handOn(false), halfCloses), threadName,
                    polled);
        } catch (IOException | RuntimeException | Error e) {
            bell.close();
            throw e;
        }
    }

    private static Peer peer(LineChannel line, HandshakeLine welcome) throws IOException {
        try {
            return new Peer(welcome.number("pid", Long.MAX_VALUE), false, PeerUser.of(line.channel()).getName(),
                    SessionDefaults.checkName(welcome.text("name")), serves(welcome));
        } catch (UsageException e) {
            throw new ProtocolException("The server gives itself a name that is not allowed. " + e.getMessage(), e);
        }
    }

    private HandshakeLine answer(LineChannel line, String word) throws IOException {
        String answer = line.readLine(deadlineNs);
        if (Refusal.isBusy(answer)) {
            throw new IOException("the server is busy: " + Refusal.text(answer));
        }
        if (answer.startsWith(HandshakeLine.REFUSED)) {
            throw Refusal.exception(answer);
        }
        HandshakeLine parsed = HandshakeLine.parse(answer);
        if (!parsed.word().equals(word)) {
            throw new ProtocolException("The server answered '" + answer + "' where " + word + " was expected");
        }
        return parsed;
    }
}
