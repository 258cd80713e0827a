// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageListener;
import io.shmooze.SessionListener;
import io.shmooze.WaitStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a session needs to know of its user.
 *
 * @param channel the channel's name
 * @param name what this process calls itself
 * @param waitStrategy how its threads wait
 * @param maxMessageLength the longest message it accepts and sends, bytes
 * @param responseTimeout how long a sender waits for a peer that acknowledges nothing; zero for ever
 * @param allowedUsers names of users, besides this process's own, whose processes may be at the other end
 * @param messageListener takes the messages, or null if the application polls
 * @param sessionListeners follow the session, called in this order
 */
public record SessionOptions(String channel, String name, WaitStrategy waitStrategy, int maxMessageLength,
                             Duration responseTimeout, Set<String> allowedUsers, MessageListener messageListener,
                             List<SessionListener> sessionListeners) {
    /**
     * The same with one more session listener, which is called before all others.
     *
     * @param listener the library's own
     * @return a copy
     */
    public SessionOptions withFirst(SessionListener listener) {
        List<SessionListener> all = new ArrayList<>(sessionListeners);
        all.add(0, listener);
        return new SessionOptions(channel, name, waitStrategy, maxMessageLength, responseTimeout, allowedUsers,
                messageListener, List.copyOf(all));
    }
}
