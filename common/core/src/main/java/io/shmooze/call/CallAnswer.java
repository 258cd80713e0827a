// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.MessageKind;
import io.shmooze.Question;
import io.shmooze.session.QuestionEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Writes answers, one after the other; owns their bytes. For one thread at a time. */
final class CallAnswer {
    private static final int MAX_TEXT = 1000;

    private final ObjectTable objects;
    private final CallWriter writer = new CallWriter();

    CallAnswer(ObjectTable objects) {
        this.objects = objects;
    }

    /**
     * An answer with a result.
     *
     * @param type null if there is no result
     * @return valid until the next answer
     */
    ByteBuffer result(Codec type, Object result) {
        begin(CallDescriptor.RESULT);
        if (type != null) {
            type.write(writer, result);
        }
        return writer.written();
    }

    /** An answer that says what the implementation has thrown. */
    ByteBuffer failure(Throwable failure) {
        String type = failure.getClass().getName();
        String message = failure.getMessage();
        begin(CallDescriptor.EXCEPTION);
        writer.writeText(sendable(type));
        writer.writeText(sendable(message == null ? type : message));
        return writer.written();
    }

    private void begin(int status) {
        writer.begin(objects);
        writer.writeByte(status);
    }

    /** An exception's text must not fail for an unpaired surrogate. */
    private static String sendable(String text) {
        String part = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Answers when the implementation's own future ends, on the thread that ends it. This object is for it alone. */
    void resultLater(Question question, Codec type, CompletionStage<?> later, QuestionEnd questions) {
        later.whenComplete((result, failure) -> {
            try {
                question.answer(MessageKind.CALL, failure == null ? result(type, result) : failure(cause(failure)));
            } catch (Throwable e) {
                questions.report(e);
                question.fail("The result cannot be sent: " + e.getMessage());
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
