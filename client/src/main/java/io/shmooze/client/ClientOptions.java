// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.ChannelKind;
import io.shmooze.session.SessionOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of a client.
 *
 * @param onUnserved runs after each attempt to attach that finds no server, until the first one is found; may be null
 */
record ClientOptions(Path directory, Duration connectTimeout, Duration reconnectTimeout, ChannelKind wanted,
                     SessionOptions session, Runnable onUnserved) {
    String channel() {
        return session.channel();
    }
}
