// SPDX-License-Identifier: Apache-2.0

/** Support that the tests of all modules share; it is published as a test jar only. */
package io.shmooze.testing;
