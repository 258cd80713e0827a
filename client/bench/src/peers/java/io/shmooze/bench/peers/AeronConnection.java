// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** A connection of a publication and a subscription. */
final class AeronConnection extends AgronaConnection implements FragmentHandler {
    private static final int FRAGMENTS = 10;

    private final Aeron aeron;
    private final ExclusivePublication out;
    private final Subscription in;
    private final FragmentHandler assembler = new FragmentAssembler(this);

    AeronConnection(Aeron aeron, ExclusivePublication out, Subscription in, IdleStrategy idle) {
        super(idle);
        this.aeron = aeron;
        this.out = out;
        this.in = in;
    }

    @Override
    boolean offer(DirectBuffer source, int offset, int length) {
        long position = out.offer(source, offset, length);
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("The publication is over: " + position);
        }
        return position > 0;
    }

    @Override
    boolean poll() {
        return in.poll(assembler, FRAGMENTS) > 0;
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        handle(buffer, offset, length);
    }

    @Override
    public void close() {
        aeron.close();
    }
}
