// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLineTest {
    @Test
    void shouldTakeAwayWhatEditorsOnWindowsAdd() {
        assertThat(TextLine.content("\ufeffphoto.png\r")).isEqualTo("photo.png");
        assertThat(TextLine.content("photo.png\r")).isEqualTo("photo.png");
        assertThat(TextLine.content("\ufeff")).isEmpty();
        assertThat(TextLine.content("\r")).isEmpty();
    }

    @Test
    void shouldKeepEverythingElse() {
        assertThat(TextLine.content(" a\rb\ufeffc ")).isEqualTo(" a\rb\ufeffc ");
        assertThat(TextLine.content("a\r\r")).isEqualTo("a\r");
        assertThat(TextLine.content("")).isEmpty();
    }
}
