// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRoom;
import io.shmooze.nats.NatsRoomBuilder;
import io.shmooze.room.RoomListener;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reaches NATS as the settings say. Loaded only with {@code --nats}. */
final class NatsPrograms {
    private NatsPrograms() {
    }

    /**
     * The options for a connection.
     *
     * @param details takes a line for each event; it is shown with {@code --verbose}
     * @throws UsageException if there is no URL, or the user is not fully named
     */
    static NatsOptions options(Invocation invocation, Consumer<String> details) {
        Settings settings = invocation.settings();
        String url = settings.get(Setting.NATS);
        if (url == null) {
            throw new UsageException("Where NATS is has to be given: --nats nats://host:4222");
        }
        NatsOptions options = NatsOptions.of(url).name(invocation.role().program() + " " + invocation.channel())
                .onEvent(details);
        Path credentials = settings.get(Setting.NATS_CREDS);
        String user = settings.get(Setting.NATS_USER);
        String password = settings.get(Setting.NATS_PASSWORD);
        if ((user == null) != (password == null)) {
            throw new UsageException("A NATS user has both a name and a password: set nats-user and nats-password");
        }
        if (credentials != null) {
            options.credentials(credentials);
        } else if (user != null) {
            options.login(user, password);
        }
        return options;
    }

    /** Enters the room of this channel. */
    static ServerRoom room(Invocation invocation, RoomListener listener, int history, Consumer<String> details) {
        Arguments arguments = invocation.arguments();
        NatsRoomBuilder builder = NatsRoom.builder(options(invocation, details), invocation.channel())
                .listener(listener).history(history);
        set(invocation.settings().get(Setting.NAME), builder::name);
        set(arguments.value(Flag.HOST, Conversions.text()), builder::host);
        set(arguments.value(Flag.STREAM, Conversions.text()), builder::stream);
        set(arguments.value(Flag.MAX_AGE, Conversions.age()), builder::maxAge);
        set(arguments.value(Flag.MAX_BYTES, Conversions.size(1 << 10, 1 << 30)), most -> builder.maxBytes(most));
        NatsRoom room = builder.start();
        return new ServerRoom(room.room(), true, room::unpublished, room::close);
    }

    private static <T> void set(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
