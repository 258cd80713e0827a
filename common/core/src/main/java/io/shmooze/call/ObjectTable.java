// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/**
 * The objects that a session passes by number: those of this side, and the proxies of those of the other side. Used by
 * the threads that write and read calls, so an implementation takes calls of several threads.
 */
interface ObjectTable {
    /**
     * The number of an object that is an argument or a result.
     *
     * @param object not null
     * @param type how the other side will use it
     * @return its number, from 1, if it is an object of this side; the negative number of one of the other side
     */
    long numberOf(Object object, CallInterface type);

    /**
     * The object for a number that the other side has written.
     *
     * @param number positive for an object of the other side, negative for one of this side; never 0
     * @param type how this side will use it
     * @return the proxy, or the own object
     * @throws MalformedCallException if there cannot be such an object
     */
    Object object(long number, CallInterface type);
}
