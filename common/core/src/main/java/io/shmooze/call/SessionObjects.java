// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.DetachReason;
import io.shmooze.Peer;
import io.shmooze.PeerGoneException;
import io.shmooze.UsageException;
import io.shmooze.session.DuplexSession;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The objects that a session passes by number. Owns the numbers of this side's objects, which hold for the life of the
 * session, and the proxies of the other side's objects, which hold until it is gone. For any thread.
 */
final class SessionObjects implements ObjectTable {
    /** Of each side, so that a side that passes ever new objects is noticed. */
    static final int MAX_OBJECTS = 65_536;
    private static final int NUMBER_BITS = 32;

    private final CallSession owner;
    private final DuplexSession session;
    private final Map<Identity, Long> numbers = new HashMap<>();
    private final Map<Long, LocalObject> own = new HashMap<>();
    private final Map<Remote, Object> proxies = new HashMap<>();
    /** The process that has the objects behind the proxies. */
    private Peer holder;
    /** Random at first, so that a number that was meant for a process before this one is not known here. */
    private long last = new SecureRandom().nextLong() >>> NUMBER_BITS;

    /** An object as it is called by one interface: two equal objects are two. */
    private record Identity(Object object, Shape type) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && identity.object == object && identity.type.equals(type);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /** An object of the other side. */
    private record Remote(long number, Shape type) {
    }

    SessionObjects(CallSession owner, DuplexSession session) {
        this.owner = owner;
        this.session = session;
    }

    @Override
    public synchronized long numberOf(Object object, CallInterface type) {
        if (Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof RemoteObject remote
                && remote.isOf(owner) && remote.holder != null) {
            checkPresent(remote, session.peer());
            return -remote.target;
        }
        Identity identity = new Identity(object, type.shape());
        Long known = numbers.get(identity);
        if (known != null) {
            return known;
        }
        if (own.size() >= MAX_OBJECTS) {
            throw new UsageException("The session has passed " + MAX_OBJECTS + " objects, which is the limit: pass the "
                    + "same object again instead of a new one");
        }
        own.put(++last, new LocalObject(type, object));
        numbers.put(identity, last);
        return last;
    }

    @Override
    public synchronized Object object(long number, CallInterface type) {
        if (number < 0) {
            LocalObject object = own.get(-number);
            if (object == null || !type.type().isInstance(object.target())) {
                throw new MalformedCallException("There is no " + type.name() + " " + -number + " on this side");
            }
            return object.target();
        }
        Peer peer = session.peer();
        if (peer != holder) {
            proxies.clear();
            holder = peer;
        }
        Remote remote = new Remote(number, type.shape());
        Object proxy = proxies.get(remote);
        if (proxy == null) {
            if (proxies.size() >= MAX_OBJECTS) {
                throw new MalformedCallException("The other side has passed " + MAX_OBJECTS
                        + " objects, which is the limit");
            }
            proxy = new RemoteObject(owner, type, number, peer).proxy();
            proxies.put(remote, proxy);
        }
        return proxy;
    }

    /** The object of this side that has a number; null if there is none. */
    synchronized LocalObject own(long number) {
        return own.get(number);
    }

    /** Refuses to call an object whose process is gone: the next one knows other objects by such numbers. */
    static void checkPresent(RemoteObject remote, Peer peer) {
        if (remote.holder != peer) {
            throw new PeerGoneException("The process that has this " + remote.type.name()
                    + " is gone: ask the next one for another", DetachReason.CLOSED_BY_PEER);
        }
    }
}
