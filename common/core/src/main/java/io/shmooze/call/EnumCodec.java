// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.util.LinkedHashMap;
import java.util.Map;

/** An enum, by the names of its constants. */
final class EnumCodec extends Codec {
    private final Class<?> type;
    private final Map<String, Object> constants = new LinkedHashMap<>();

    EnumCodec(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    void describe(Description text) {
        if (text.begins("enum ", type.getSimpleName(), type)) {
            text.add("{").add(String.join(",", constants.keySet())).add("}");
        }
    }

    @Override
    void write(CallWriter out, Object value) {
        out.writeText(value == null ? null : ((Enum<?>) value).name());
    }

    @Override
    Object read(CallReader in) {
        String name = in.readText();
        Object constant = constants.get(name);
        if (constant == null && name != null) {
            throw in.malformed(type.getSimpleName() + " has no constant of the name that it has written");
        }
        return constant;
    }
}
