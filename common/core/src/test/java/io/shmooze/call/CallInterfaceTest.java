// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an interface for calls may have, and how its methods are described. */
class CallInterfaceTest {
    enum Colour { RED, GREEN }

    record Leaf(Colour colour, List<Leaf> leaves) {
    }

    record Grown<T>(T value, Grown<List<T>> more) {
    }

    interface Base<T> {
        void put(T value, Map<String, ? extends T[]> values);

        Object narrowed();
    }

    interface Derived extends Base<Leaf> {
        @Override
        Leaf narrowed();

        CompletionStage<Colour[]> later(Consumer<Leaf> leaves);

        @Override
        boolean equals(Object other);

        default Object local(Object anything) {
            return anything;
        }
    }

    interface Raw {
        void call(@SuppressWarnings("rawtypes") List list);
    }

    interface Unknown {
        <T> void call(T value);
    }

    interface Concrete {
        ArrayList<String> call();
    }

    interface AnyObject {
        void call(List<?> list);
    }

    interface Endless {
        void call(Grown<String> grown);
    }

    sealed interface Shape permits Circle {
    }

    record Circle(double radius) implements Shape {
    }

    interface Sealed {
        void call(Shape shape);
    }

    interface Text {
        void call(CharSequence text);
    }

    interface Inside {
        void call(Consumer<Object> consumer);
    }

    @Test
    void shouldDescribeMethodsWithTheirTypes() {
        assertThat(CallInterface.of(Derived.class).methods()).extracting(CallMethod::toString)
                .containsExactlyInAnyOrder(
                        "Derived.put(record Leaf{colour:enum Colour{RED,GREEN},leaves:List<Leaf>},Map<String,Leaf[]>)"
                                + "void",
                        "Derived.narrowed()record Leaf{colour:enum Colour{RED,GREEN},leaves:List<Leaf>}",
                        "Derived.later(object Consumer<Leaf>)enum Colour{RED,GREEN}[]");
    }

    @Test
    void shouldNumberAMethodByTheHashOfItsDescription() {
        assertThat(CallDescriptor.number("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(CallDescriptor.number("foobar")).isEqualTo(0x85944171f73967e8L);
        CallInterface derived = CallInterface.of(Derived.class);
        CallMethod method = derived.methods().get(0);
        assertThat(derived.method(CallDescriptor.number(method.description))).isSameAs(method);
    }

    @Test
    void shouldRefuseTypesThatCannotBePassed() {
        assertRefused(Raw.class, "Raw.call cannot be called from the other side: java.util.List is without");
        assertRefused(Unknown.class, "the type variable T could be any type");
        assertRefused(Concrete.class, "java.util.ArrayList cannot be passed");
        assertRefused(AnyObject.class, "AnyObject.call cannot be called from the other side: java.lang.Object");
        assertRefused(Endless.class, "has endless types inside it");
        assertRefused(Sealed.class, "it is sealed");
        assertRefused(Text.class, "java.lang.CharSequence cannot be passed");
        assertRefused(Inside.class, "Consumer<Object>.accept cannot be called from the other side: java.lang.Object");
        assertRefused(Leaf.class, "is not an interface");
    }

    private static void assertRefused(Class<?> type, String why) {
        assertThatThrownBy(() -> CallInterface.of(type)).isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }
}
