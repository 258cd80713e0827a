// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.ShmoozeException;
import io.shmooze.call.Calls;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A chat room of typed calls, with names, private messages and history. */
public final class TypedRoom {
    private TypedRoom() {
    }

    /** What somebody has said, to all or to one. */
    record Line(String from, String text, boolean isPrivate) {
    }

    /** Called by the room. */
    interface Guest {
        void said(Line line);
    }

    /** Called by the guests. */
    interface Room {
        List<Line> join(String name, Guest guest);

        void say(String from, String text);

        boolean whisper(String from, String to, String text);
    }

    static final class Host implements Room {
        private static final int KEPT = 20;

        private final Map<String, Guest> guests = new ConcurrentHashMap<>();
        private final Deque<Line> history = new ConcurrentLinkedDeque<>();

        @Override
        public List<Line> join(String name, Guest guest) {
            if (guests.putIfAbsent(name, guest) != null) {
                throw new IllegalArgumentException("The name " + name + " is taken");
            }
            return List.copyOf(history);
        }

        @Override
        public void say(String from, String text) {
            Line line = new Line(from, text, false);
            history.add(line);
            if (history.size() > KEPT) {
                history.poll();
            }
            guests.keySet().forEach(to -> tell(to, line));
        }

        @Override
        public boolean whisper(String from, String to, String text) {
            return tell(to, new Line(from, text, true));
        }

        private boolean tell(String to, Line line) {
            Guest guest = guests.get(to);
            try {
                if (guest != null) {
                    guest.said(line);
                }
                return guest != null;
            } catch (ShmoozeException e) {
                guests.remove(to, guest); // it has left
                return false;
            }
        }
    }

    static ShmoozeServer open(Path directory) {
        return Calls.serve(ShmoozeServer.builder("salon").directory(directory), Room.class, new Host()).start();
    }

    static ShmoozeClient enter(Path directory, Guest guest) {
        return Calls.serve(ShmoozeClient.builder("salon").directory(directory), Guest.class, guest).connect();
    }

    /** Says each line of standard input; {@code @bob hello} goes to bob alone. */
    private static void talk(Path directory, String name) throws IOException {
        Guest printer = line -> System.out.println(line.from() + (line.isPrivate() ? " to you: " : ": ") + line.text());
        try (ShmoozeClient client = enter(directory, printer)) {
            Room room = Calls.proxy(client, Room.class);
            room.join(name, printer).forEach(printer::said);
            System.out.println(name + " is in the " + client.channel());
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                if (!line.startsWith("@") || words.length == 1) {
                    room.say(name, line);
                } else if (!room.whisper(name, words[0].substring(1), words[1])) {
                    System.out.println(words[0].substring(1) + " is not here");
                }
            }
        }
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says; a third one is the guest's name
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        Ends.run(arguments, TypedRoom::open, directory -> talk(directory, arguments.length < 3 ? "ann" : arguments[2]));
    }
}
