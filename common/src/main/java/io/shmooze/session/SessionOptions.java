// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageListener;
import io.shmooze.SessionListener;
import io.shmooze.WaitStrategy;
import java.time.Duration;
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
 * @param sessionListener follows the session
 */
public record SessionOptions(String channel, String name, WaitStrategy waitStrategy, int maxMessageLength,
                             Duration responseTimeout, Set<String> allowedUsers, MessageListener messageListener,
                             SessionListener sessionListener) {
}
