// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageListener;
import io.shmooze.QuestionListener;
import io.shmooze.SessionListener;
import io.shmooze.WaitStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The settings of a session, as its application has chosen them. Owns these values; immutable.
 *
 * @param channel the channel's name
 * @param name this process's own name
 * @param waitStrategy how its threads wait
 * @param maxMessageLength the longest message it accepts and sends, bytes
 * @param responseTimeout how long a sender waits for a peer that acknowledges nothing; zero to wait for ever
 * @param allowedUsers names of users, besides this process's own, whose processes may be at the other end
 * @param acknowledgesPasses whether messages are acknowledged together, when the pass ends that has handed them over
 * @param messageListener takes the messages, or null if the application polls
 * @param sessionListeners follow the session, called in this order
 * @param questionListeners answer the peer's questions, asked in this order
 * @param maxQuestions how many questions of this side may be in flight
 */
public record SessionOptions(String channel, String name, WaitStrategy waitStrategy, int maxMessageLength,
                             Duration responseTimeout, Set<String> allowedUsers, boolean acknowledgesPasses,
                             MessageListener messageListener, List<SessionListener> sessionListeners,
                             List<QuestionListener> questionListeners, int maxQuestions) {
    /**
     * Whether the application's threads take the messages by polling, because there is no listener.
     *
     * @return true without a message listener and question listeners
     */
    public boolean isPolled() {
        return messageListener == null && questionListeners.isEmpty();
    }

    /**
     * The same settings with one more session listener, which is called before all others.
     *
     * @param listener the library's own
     * @return a copy
     */
    public SessionOptions withFirst(SessionListener listener) {
        List<SessionListener> all = new ArrayList<>(sessionListeners);
        all.add(0, listener);
        return new SessionOptions(channel, name, waitStrategy, maxMessageLength, responseTimeout, allowedUsers,
                acknowledgesPasses, messageListener, List.copyOf(all), questionListeners, maxQuestions);
    }
}
