// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** A publication and a subscription. */
final class AeronConnection extends Polled implements FragmentHandler {
    private static final int FRAGMENTS = 10;

    private final Aeron aeron;
    private final ExclusivePublication out;
    private final Subscription in;
    private final IdleStrategy idle;
    private final FragmentHandler assembler = new FragmentAssembler(this);
    private final Views views = new Views();

    AeronConnection(Aeron aeron, ExclusivePublication out, Subscription in, IdleStrategy idle) {
        this.aeron = aeron;
        this.out = out;
        this.in = in;
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) {
        DirectBuffer source = views.source(message);
        long position = out.offer(source, message.position(), message.remaining());
        while (position < 0) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("The publication is over: " + position);
            }
            idle.idle();
            position = out.offer(source, message.position(), message.remaining());
        }
        idle.reset();
    }

    @Override
    boolean poll() {
        return in.poll(assembler, FRAGMENTS) > 0;
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        ByteBuffer answer = handler().handle(views.arrival(buffer, offset, length));
        if (answer != null) {
            send(answer);
        }
    }

    @Override
    void idle() {
        idle.idle();
    }

    @Override
    void busy() {
        idle.reset();
    }

    @Override
    public void close() {
        aeron.close();
    }
}
