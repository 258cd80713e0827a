// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A session has got an attachment. An instant, on the session's own thread, before {@code onAttached}. */
@Name("io.shmooze.Attach")
@Label("Attach")
@Description("A session has attached to its peer")
final class AttachEvent extends SessionEvent {
    @Label("Again")
    @Description("Whether a client has lost another server before")
    boolean again;
}
