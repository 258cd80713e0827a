// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

/**
 * An object of this side that the other side calls.
 *
 * @param type what it is called by
 * @param target the application's object
 */
record LocalObject(CallInterface type, Object target) {
}
