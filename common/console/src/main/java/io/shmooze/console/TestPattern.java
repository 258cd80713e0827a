// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Colour bars, a moving line, a clock and the frame's number, so that torn, late and missing frames are visible. */
final class TestPattern implements FrameSource {
    private static final int[] BARS = {0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00, 0xFF00FF, 0xFF0000, 0x0000FF, 0x202020};
    private static final int OPAQUE = 0xFF00_0000;
    private static final int LINE = 0xFFFF_8000;
    private static final int PAPER = 0xFF00_0000;
    private static final int INK = 0xFFFF_FFFF;
    private static final int LINE_WIDTH = 4;
    /** The clock takes one third of the width. */
    private static final int SHARE = 3;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final FrameFormat format;
    private final ByteBuffer background;
    private long number;

    TestPattern(FrameFormat format) {
        this.format = format;
        this.background = ByteBuffer.allocateDirect(format.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (int pixel = 0; pixel < format.width() * format.height(); pixel++) {
            int bar = pixel % format.width() * BARS.length / format.width();
            background.putInt(BARS[bar] | OPAQUE);
        }
        background.flip();
    }

    @Override
    public String description() {
        return "a test pattern of " + format;
    }

    @Override
    public void publishNext(FramePublisher publisher) {
        ByteBuffer pixels = publisher.begin(format);
        pixels.put(0, background, 0, format.length());
        number++;
        rectangle(pixels, (int) (number * LINE_WIDTH % format.width()), 0, LINE_WIDTH, format.height(), LINE);
        String clock = CLOCK.format(LocalTime.now());
        int scale = Math.max(1, format.width() / SHARE / (clock.length() * DigitFont.ADVANCE));
        print(pixels, clock, scale, scale);
        print(pixels, Long.toString(number), scale, scale * (DigitFont.HEIGHT + 2));
        publisher.publish();
    }

    private void print(ByteBuffer pixels, String text, int scale, int top) {
        rectangle(pixels, 0, top - scale, (text.length() * DigitFont.ADVANCE + 1) * scale,
                (DigitFont.HEIGHT + 2) * scale, PAPER);
        for (int i = 0; i < text.length(); i++) {
            for (int y = 0; y < DigitFont.HEIGHT; y++) {
                for (int x = 0; x < DigitFont.WIDTH; x++) {
                    if (DigitFont.isInk(text.charAt(i), x, y)) {
                        rectangle(pixels, (i * DigitFont.ADVANCE + 1 + x) * scale, top + y * scale, scale, scale, INK);
                    }
                }
            }
        }
    }

    /** Fills the part of the rectangle that is in the frame. */
    private void rectangle(ByteBuffer pixels, int left, int top, int width, int height, int colour) {
        int right = Math.min(left + width, format.width());
        int bottom = Math.min(top + height, format.height());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                pixels.putInt((y * format.width() + x) * Integer.BYTES, colour);
            }
        }
    }
}
