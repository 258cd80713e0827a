// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes JSON, of maps, collections, texts, numbers, booleans and nulls. */
final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Json() {
    }

    /** A map in the order of its arguments. */
    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    static String of(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.text.append('\n').toString();
    }

    private void write(Object value, String newline) {
        if (value instanceof Map<?, ?> map) {
            writeAll(map.entrySet(), "{", "}", newline);
        } else if (value instanceof Collection<?> collection) {
            writeAll(collection, "[", "]", newline);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            write(entry.getKey(), newline);
            text.append(": ");
            write(entry.getValue(), newline);
        } else if (value instanceof Number || value instanceof Boolean || value == null) {
            text.append(value);
        } else {
            quote(value.toString());
        }
    }

    private void writeAll(Collection<?> values, String open, String close, String newline) {
        text.append(open);
        Iterator<?> each = values.iterator();
        while (each.hasNext()) {
            text.append(newline).append(INDENT);
            write(each.next(), newline + INDENT);
            text.append(each.hasNext() ? "," : newline);
        }
        text.append(close);
    }

    /** Controls and halves of surrogate pairs are escaped, so the text is ASCII where it may be anything. */
    private void quote(String value) {
        text.append('"');
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < 0x20 || c > 0x7e) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        text.append('"');
    }
}
