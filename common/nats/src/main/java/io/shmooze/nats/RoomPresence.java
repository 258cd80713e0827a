// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.room.RoomTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one server of a room tells the others about itself and its members: a text in UTF-8 with one fact in each line,
 * which PROTOCOL.md describes. Immutable.
 *
 * @param instance identifies the server's run
 * @param host its machine's name
 * @param leaving whether it says goodbye
 * @param asking whether it wants to be told by the others at once
 * @param server what it is called itself, and its description
 * @param members by their numbers, which the server never uses again
 * @param gone why members are gone that were there a moment ago, by their numbers
 */
record RoomPresence(String instance, String host, boolean leaving, boolean asking, Guest server,
        Map<Long, Guest> members, Map<Long, String> gone) {
    private static final String VERSION = "shmooze-room 1";
    /** The longest character in UTF-8. */
    private static final int CHARACTER = 3;

    /**
     * A server or a member.
     *
     * @param name has no white space
     * @param description for people
     */
    record Guest(String name, String description) implements RoomTransport.Guest {
    }

    /**
     * The text.
     *
     * @param maxBytes the longest message that NATS takes; members that may not fit are left out
     */
    byte[] encode(long maxBytes) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        line(text, "instance", instance);
        line(text, "host", host);
        if (leaving) {
            line(text, "leaving", "");
        }
        if (asking) {
            line(text, "asking", "");
        }
        line(text, "server", server.name + " " + server.description);
        gone.forEach((number, how) -> line(text, "gone", number + " " + how));
        members.forEach((number, member) -> {
            if ((text.length() + member.name.length() + member.description.length()) * CHARACTER < maxBytes / 2) {
                line(text, "member", number + " " + member.name + " " + member.description);
            }
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(' ');
        value.chars().forEach(c -> text.append(Character.isISOControl(c) ? ' ' : (char) c));
        text.append('\n');
    }

    /**
     * Reads what {@link #encode} has made; unknown lines are passed over.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static RoomPresence decode(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        require(lines[0].equals(VERSION));
        Map<String, String> facts = new LinkedHashMap<>();
        Map<Long, Guest> members = new LinkedHashMap<>();
        Map<Long, String> gone = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            String value = words.length == 1 ? "" : words[1];
            switch (words[0]) {
                case "member" -> {
                    String[] parts = value.split(" ", 2);
                    require(parts.length == 2);
                    members.put(Long.valueOf(parts[0]), guest(parts[1]));
                }
                case "gone" -> {
                    String[] parts = value.split(" ", 2);
                    require(parts.length == 2);
                    gone.put(Long.valueOf(parts[0]), parts[1]);
                }
                default -> facts.put(words[0], value);
            }
        }
        require(!facts.getOrDefault("instance", "").isEmpty() && facts.containsKey("server"));
        return new RoomPresence(facts.get("instance"), facts.getOrDefault("host", ""), facts.containsKey("leaving"),
                facts.containsKey("asking"), guest(facts.get("server")), members, gone);
    }

    private static Guest guest(String text) {
        String[] parts = text.split(" ", 2);
        require(parts.length == 2 && !parts[0].isEmpty());
        return new Guest(parts[0], parts[1]);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("That is no presence of a room");
        }
    }

    /** All names. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(server.name));
        members.values().forEach(member -> names.add(member.name));
        return names;
    }

    /** The server with its members, for people. */
    String summary() {
        String list = String.join(", ", members.values().stream().map(Guest::name).toList());
        return list.isEmpty() ? "" : ", with " + list;
    }
}
