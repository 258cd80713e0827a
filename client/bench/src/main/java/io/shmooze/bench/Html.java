// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

/** Pieces of a page. */
final class Html {
    private Html() {
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }
}
