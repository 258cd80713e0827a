// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.testing.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps copies of all messages that arrive. */
final class Inbox implements MessageListener {
    /** A copy of a message. */
    record Item(MessageKind kind, byte[] bytes, String text, boolean redelivered) {
        static Item of(Message message) {
            return new Item(message.kind(), message.toByteArray(), message.text(), message.redelivered());
        }
    }

    private final List<Item> items = new CopyOnWriteArrayList<>();

    @Override
    public void onMessage(Session session, Message message) {
        items.add(Item.of(message));
    }

    List<Item> items() {
        return List.copyOf(items);
    }

    List<String> texts() {
        return items.stream().map(Item::text).toList();
    }

    /** Waits until so many have arrived in all. */
    Inbox await(int count) {
        Patience.until(() -> items.size() >= count);
        return this;
    }
}
