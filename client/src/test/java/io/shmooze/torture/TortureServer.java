// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.Answer;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.server.ShmoozeServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that talks with each client. */
final class TortureServer extends TortureChild implements SessionListener {
    /** Messages of 1 MiB go whole through the last one, and in parts through the others. */
    private static final int[] BULK_SIZES = {0, 4 << 10, 64 << 10, 1 << 20, ArrivalCount.LARGEST_AREA};

    private final Map<Session, Conversation> conversations = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private int bulkSize;
    private ShmoozeServer server;

    TortureServer(String[] args) throws IOException {
        super(args);
    }

    @Override
    void open() {
        int drawn = BULK_SIZES[random.nextInt(BULK_SIZES.length)];
        bulkSize = isSoak() && server == null ? ArrivalCount.LARGEST_AREA : drawn;
        server = ShmoozeServer.builder(CHANNEL).directory(directory).name("s" + incarnation + "-" + bulkSize)
                .segmentSize(segmentSize).bulkSize(bulkSize).waitStrategy(waitStrategy)
                .onMessage(this::received).onQuestion(this::asked).sessionListener(this).start();
    }

    @Override
    void close() {
        conversations.values().forEach(Conversation::closing);
        server.close();
    }

    @Override
    void flushAll() {
        conversations.forEach((session, conversation) -> flush(conversation, session));
    }

    private void received(Session session, Message message) {
        conversations.get(session).received(session, message);
    }

    private Answer asked(Session session, Question question) {
        return conversations.get(session).asked(session, question);
    }

    @Override
    public void onAttached(Session session) {
        Conversation conversation = conversation(sessions.incrementAndGet());
        conversation.attached(Integer.parseInt(session.peer().name().substring(1)), bulkSize);
        conversations.put(session, conversation);
        talk(conversation, session);
        say("attached");
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        conversations.remove(session).detached(session, detachment);
    }

    @Override
    public void onError(Session session, Throwable error) {
        complain(error);
    }
}
