// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.Question;
import io.shmooze.QuestionFailedException;
import io.shmooze.Session;
import io.shmooze.torture.JournalEntry.Kind;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The questions of one side of a session. Owns their numbers, and the futures that have not ended. Answers the peer's
 * questions, and writes them into the journal. A process that sees a wrong answer ends, which its supervisor notices.
 */
final class QuestionStream {
    /** Ends the text of a question that may be asked twice. */
    private static final String REPEATABLE = "repeatable";
    private static final String REFUSED = "refused ";
    /** One thread from the start, because the supervisor notices each one that comes later. */
    private static final ScheduledThreadPoolExecutor LATER = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "later");
        thread.setDaemon(true);
        return thread;
    });

    static {
        LATER.prestartAllCoreThreads();
    }

    private final Journal journal;
    private final int session;
    private final int stream;
    private final boolean ofClient;
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<CompletableFuture<Message>> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** Only a client finds another peer for a question. */
    QuestionStream(Journal journal, int session, int stream, boolean ofClient) {
        this.journal = journal;
        this.session = session;
        this.stream = stream;
        this.ofClient = ofClient;
    }

    /** A plain question, or one that may be asked twice; in a callback or not. */
    void ask(Session to, Random random) {
        boolean repeatable = random.nextBoolean();
        String text = stream + " " + asked.incrementAndGet() + " " + "x".repeat(random.nextInt(random.nextInt(500) + 1))
                + " " + (repeatable ? REPEATABLE : "plain");
        CompletableFuture<Message> future = repeatable ? to.askRepeatable(text) : to.ask(text);
        pending.add(future);
        future.whenComplete((answer, failure) -> ended(text, repeatable, answer, failure))
                .whenComplete((answer, failure) -> pending.remove(future));
    }

    private void ended(String text, boolean repeatable, Message answer, Throwable failure) {
        boolean right = failure instanceof QuestionFailedException ? failure.getMessage().equals(REFUSED + text)
                : failure instanceof PeerGoneException ? !repeatable || !ofClient || closing
                : failure == null && answer.text().equals("re " + text);
        if (!right) {
            TortureChild.complain(new IllegalStateException("The question " + text + " ended with "
                    + (answer == null ? failure : answer.text()), failure));
        }
    }

    /** In a callback: answers at once, later from another thread, or not. */
    Answer answer(Question question, Random random) {
        String text = question.text();
        String[] words = text.split(" ");
        int flags = (question.redelivered() ? JournalEntry.REDELIVERED : 0)
                | (text.endsWith(REPEATABLE) ? JournalEntry.REPEATABLE : 0);
        journal.add(Kind.QUESTIONED, flags, session, Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        int dice = random.nextInt(10);
        if (dice == 0) {
            question.fail(REFUSED + text);
            return Answer.later();
        }
        if (dice == 1) {
            LATER.schedule(() -> answer(question, text), random.nextInt(5), TimeUnit.MILLISECONDS);
            return Answer.later();
        }
        return Answer.of("re " + text);
    }

    private static void answer(Question question, String text) {
        try {
            question.answer("re " + text);
        } catch (RuntimeException e) {
            TortureChild.complain(e);
        }
    }

    /** From now on this side leaves the questions that it has asked. */
    void closing() {
        closing = true;
    }

    /** Waits until all have ended that were asked. While nobody asks and all processes live. */
    void awaitEnded() {
        for (CompletableFuture<Message> future : pending) {
            try {
                future.handle((answer, failure) -> answer)
                        .get(Conversation.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (Exception e) {
                TortureChild.complain(new IllegalStateException(pending.size() + " questions hang", e));
            }
        }
    }

    /** After the end of the session. */
    void checkEnded() {
        if (!pending.isEmpty()) {
            TortureChild.complain(new IllegalStateException(pending.size() + " questions hang after the end"));
        }
    }
}
