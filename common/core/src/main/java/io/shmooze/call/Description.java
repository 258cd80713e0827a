// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.UsageException;
import java.util.HashMap;
import java.util.Map;

/** The description of one method while it is put together; owns which types are spelt out already. */
final class Description {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> spelt = new HashMap<>();

    Description add(String part) {
        text.append(part);
        return this;
    }

    Description add(Codec type) {
        type.describe(this);
        return this;
    }

    /**
     * Whether a type has to be spelt out, because it comes for the first time; if not, its name has been added.
     *
     * @param keyword comes before the name, when the type is spelt out
     * @param type what has the name: two types of one name would look the same
     */
    boolean begins(String keyword, String name, Object type) {
        Object before = spelt.putIfAbsent(name, type);
        if (before != null && !before.equals(type)) {
            throw new UsageException("two types have the name " + name + ": rename one of them");
        }
        text.append(before == null ? keyword : "").append(name);
        return before == null;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
