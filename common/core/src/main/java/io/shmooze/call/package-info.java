// SPDX-License-Identifier: Apache-2.0

/**
 * Typed calls: an interface on one side of a session, an object on the other. Arguments and results are written with
 * explicit reads and writes of Chronicle Bytes: no generated code, no reflective marshalling, no Java serialisation.
 * {@code CallDescriptor} maps the encoding.
 */
package io.shmooze.call;
