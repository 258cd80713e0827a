// SPDX-License-Identifier: Apache-2.0

/** Pictures in shared memory: one program loads a picture, others show it. */
package io.shmooze.picture;
