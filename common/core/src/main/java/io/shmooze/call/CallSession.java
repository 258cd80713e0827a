// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Answer;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.Question;
import io.shmooze.QuestionFailedException;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UsageException;
import io.shmooze.session.Deadlines;
import io.shmooze.session.DuplexSession;
import io.shmooze.session.QuestionEnd;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * The calls of one session, both ways. Owns what reads and answers the calls of the other side, one after the other,
 * and the names of the interfaces that are served here. Calls of this side are for any thread.
 */
final class CallSession {
    private static final Codec TEXT = ValueCodec.of(String.class);
    private static final Codec TEXTS = ContainerCodec.list(TEXT);

    private final DuplexSession session;
    private final QuestionEnd questions;
    private final SessionObjects objects;
    /** For the thread that reads the lane. */
    private final CallReader reader = new CallReader();
    private final CallAnswer answer;
    private final Set<String> served = new TreeSet<>();
    /** Whose name was added last. */
    private LocalObject lastServed;

    private CallSession(DuplexSession session) {
        this.session = session;
        this.questions = session.questions();
        this.objects = new SessionObjects(this, session);
        this.answer = new CallAnswer(objects);
        questions.onQuestion((from, question) -> answerLast(question));
    }

    /** The one of this session. */
    static CallSession of(Session session) {
        return (CallSession) DuplexSession.of(session).questions().companion(CallSession::new);
    }

    // Calls of this side.

    /**
     * Makes a call; its result is in the call afterwards.
     *
     * @param arguments null if they were put there
     */
    void call(Call call, RemoteObject to, CallMethod method, Object... arguments) {
        try {
            check(to);
            switch (method.delivery) {
                case NONE -> questions.call(write(call, to, method, arguments));
                case FUTURE -> {
                    CallFuture future = new CallFuture(objects, session, method);
                    questions.ask(future, MessageKind.CALL, write(call, to, method, arguments));
                    call.object = future;
                }
                default -> {
                    questions.checkMayWait();
                    ask(call, write(call, to, method, arguments), method.description);
                    method.readAnswer(call, objects);
                }
            }
        } catch (QuestionFailedException e) {
            // The next server may have got the call, with an interface that was not compared.
            check(to);
            throw e;
        } finally {
            call.giveBack();
        }
    }

    private ByteBuffer write(Call call, RemoteObject to, CallMethod method, Object... arguments) {
        CallWriter out = call.writer.begin(objects);
        out.writeWord(method.number);
        out.writeNumber(to.target);
        if (arguments == null) {
            call.writeArguments(method);
        } else {
            method.writeArguments(out, arguments);
        }
        return out.written();
    }

    private void ask(Call call, ByteBuffer message, String what) {
        call.begin();
        questions.ask(call, MessageKind.CALL, message);
        boolean answered = false;
        try {
            answered = questions.await(call, questions.answerDeadlineNs());
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        } finally {
            if (!answered) {
                questions.withdraw(call);
                call.giveUp();
            }
        }
        if (!answered) {
            throw new SessionTimeoutException("The other side has not answered " + what
                    + " within the response timeout");
        }
        call.checkAnswered();
    }

    /** Compares the interfaces when an object is called for the first time after the session has been attached. */
    private void check(RemoteObject to) {
        Peer peer = session.peer();
        if (to.holder != null) {
            SessionObjects.checkPresent(to, peer);
        } else if ((to.compared != peer || session.state() == SessionState.RECONNECTING)
                && !questions.isInCallback()) {
            compare(to);
        }
    }

    /** With the next server, if the session is without one. */
    private void compare(RemoteObject to) {
        Peer peer;
        do {
            peer = session.peer();
            to.type.compare(describe(to.type.name()));
        } while (peer != session.peer());
        to.compared = peer;
    }

    private List<?> describe(String name) {
        Call call = Call.take();
        try {
            CallWriter out = call.writer.begin(objects);
            out.writeWord(CallDescriptor.DESCRIBE);
            out.writeNumber(0);
            TEXT.write(out, name);
            ask(call, out.written(), name);
            CallReader read = call.reader.begin(objects);
            CallMethod.readStatus(read);
            List<?> descriptions = (List<?>) TEXTS.read(read);
            read.end();
            return descriptions;
        } catch (QuestionFailedException | RemoteCallException e) {
            throw new InterfaceMismatchException("The other side does not serve " + name + ": " + e.getMessage());
        } finally {
            call.giveBack();
        }
    }

    // Calls of the other side, in callbacks.

    /** Answers for an object that is served; null if the call is for somebody else. */
    Answer answer(Question question, LocalObject root) throws Exception {
        if (question.kind() != MessageKind.CALL) {
            return null;
        }
        if (root != lastServed) {
            lastServed = root;
            served.add(root.type().name());
        }
        reader.copy(question).begin(objects);
        long number = reader.readWord();
        if (reader.readNumber() != 0) {
            return null;
        }
        if (number == CallDescriptor.DESCRIBE) {
            return root.type().name().equals(TEXT.read(reader)) ? describe(root.type()) : null;
        }
        CallMethod method = root.type().method(number);
        return method == null ? null : answer(question, root, method);
    }

    /** For the objects that were passed, and for calls that nobody knows. */
    private Answer answerLast(Question question) throws Exception {
        if (question.kind() != MessageKind.CALL) {
            return null;
        }
        reader.copy(question).begin(objects);
        long number = reader.readWord();
        long target = reader.readNumber();
        LocalObject object = target == 0 ? null : objects.own(target);
        CallMethod method = object == null ? null : object.type().method(number);
        if (method != null) {
            return answer(question, object, method);
        }
        if (object != null) {
            throw new UsageException(object.type().name() + " has no method with the number " + number
                    + " here: the two sides have different versions of it");
        }
        String known = served.isEmpty() ? "no interface" : String.join(", ", served);
        if (number == CallDescriptor.DESCRIBE) {
            return Answer.of(MessageKind.CALL, answer.failure(new UsageException("it serves " + known)));
        }
        throw new UsageException(target != 0 ? "There is no object " + target + " here any more"
                : "No method here has the number " + number + ": this side serves " + known);
    }

    private Answer describe(CallInterface type) {
        reader.end();
        List<String> descriptions = type.methods().stream().map(CallMethod::toString).sorted().toList();
        return Answer.of(MessageKind.CALL, answer.result(TEXTS, descriptions));
    }

    private Answer answer(Question question, LocalObject object, CallMethod method) throws Exception {
        Object result;
        try {
            result = method.invoke(object.target(), method.readArguments(reader));
        } catch (MalformedCallException | VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return answerFailure(question, e);
        }
        if (!question.expectsAnswer()) {
            return Answer.later();
        }
        if (method.delivery == CallMethod.Delivery.FUTURE) {
            new CallAnswer(objects).resultLater(question, method.result(), (CompletionStage<?>) result, questions);
            return Answer.later();
        }
        return Answer.of(MessageKind.CALL, answer.result(method.result(), result));
    }

    private Answer answerFailure(Question question, Throwable failure) throws Exception {
        if (question.expectsAnswer()) {
            return Answer.of(MessageKind.CALL, answer.failure(failure));
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof Exception exception ? exception : new UsageException(failure.toString(), failure);
    }

    @Override
    public String toString() {
        return session.peer().name() + " on channel " + session.channel();
    }
}
