// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.HashMap;
import java.util.Map;

/** Linux's error numbers, as far as the Qt protocol meets them. They leave this package as text only. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int ERANGE = 34;
    static final int ENAMETOOLONG = 36;
    static final int EIDRM = 43;
    static final int ETIMEDOUT = 110;

    private static final Map<Integer, String> NAMES = names();

    private Errno() {
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        names.put(EPERM, "EPERM");
        names.put(ENOENT, "ENOENT");
        names.put(EINTR, "EINTR");
        names.put(EAGAIN, "EAGAIN");
        names.put(ENOMEM, "ENOMEM");
        names.put(EACCES, "EACCES");
        names.put(EEXIST, "EEXIST");
        names.put(EINVAL, "EINVAL");
        names.put(ENFILE, "ENFILE");
        names.put(EMFILE, "EMFILE");
        names.put(ENOSPC, "ENOSPC");
        names.put(ERANGE, "ERANGE");
        names.put(ENAMETOOLONG, "ENAMETOOLONG");
        names.put(EIDRM, "EIDRM");
        names.put(ETIMEDOUT, "ETIMEDOUT");
        return names;
    }

    /** "ENOENT, errno 2". */
    static String text(int errno) {
        String name = NAMES.get(errno);
        return name == null ? "errno " + errno : name + ", errno " + errno;
    }

    /** Whether a System V object vanished while it was used. */
    static boolean isRemoved(int errno) {
        return errno == EIDRM || errno == EINVAL;
    }

    /** Whether a wait has run out of time. */
    static boolean isTimeout(int errno) {
        return errno == EAGAIN || errno == ETIMEDOUT;
    }
}
