// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/** An object that stays where it is, and is called from the other side. */
final class ObjectCodec extends Codec {
    private final CallInterface type;

    ObjectCodec(CallInterface type) {
        this.type = type;
    }

    @Override
    void describe(Description text) {
        text.begins("object ", type.name(), type);
    }

    @Override
    void write(CallWriter out, Object value) {
        out.writeNumber(value == null ? 0 : out.objects().numberOf(value, type));
    }

    @Override
    Object read(CallReader in) {
        long number = in.readNumber();
        return number == 0 ? null : in.objects().object(number, type);
    }
}
