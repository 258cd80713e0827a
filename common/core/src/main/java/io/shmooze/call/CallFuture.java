// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Message;
import io.shmooze.session.DuplexSession;
import io.shmooze.session.QuestionFuture;

/** A result that comes later. Owns nothing but the way to read it. */
final class CallFuture extends QuestionFuture<Object> {
    private final ObjectTable objects;
    private final CallMethod method;

    CallFuture(ObjectTable objects, DuplexSession session, CallMethod method) {
        super(session);
        this.objects = objects;
        this.method = method;
    }

    @Override
    protected Object read(Message answer) {
        return method.readAnswer(new CallReader().copyAnswer(answer).begin(objects));
    }
}
