// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reader of JSON; numbers become doubles. */
final class JsonReader {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern STRING =
            Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+)\"");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]*");

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.take(SPACE);
        if (reader.at != text.length()) {
            throw reader.wrong();
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    static List<Map<String, Object>> objects(Object value) {
        return ((List<?>) value).stream().map(JsonReader::object).toList();
    }

    private Object value() {
        take(SPACE);
        if (skip("{")) {
            return members();
        }
        if (skip("[")) {
            return elements();
        }
        if (skip("null")) {
            return null;
        }
        Matcher string = take(STRING);
        return string != null ? string.group(1) : Double.valueOf(required(take(NUMBER)).group());
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        do {
            take(SPACE);
            String name = required(take(STRING)).group(1);
            take(SPACE);
            require(":");
            members.put(name, value());
            take(SPACE);
        } while (skip(","));
        require("}");
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        do {
            elements.add(value());
            take(SPACE);
        } while (skip(","));
        require("]");
        return elements;
    }

    private boolean skip(String token) {
        boolean found = text.startsWith(token, at);
        at += found ? token.length() : 0;
        return found;
    }

    private void require(String token) {
        if (!skip(token)) {
            throw wrong();
        }
    }

    private Matcher take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private Matcher required(Matcher matcher) {
        if (matcher == null) {
            throw wrong();
        }
        return matcher;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("Not JSON at " + at + ": " + text.substring(at, Math.min(at + 40,
                text.length())));
    }
}
