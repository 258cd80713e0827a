// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.UsageException;
import java.net.URI;
import java.net.URISyntaxException;

/** The form of the URLs of NATS servers. Uses nothing of their client library, so that no class of it is loaded. */
public final class NatsUrl {
    private static final String NATS = "nats";
    private static final String TLS = "tls";

    private NatsUrl() {
    }

    /**
     * Checks a URL.
     *
     * @param url {@code nats://host:4222} or {@code tls://host:4222}; or several, separated by commas
     * @return the same
     * @throws UsageException if it is something else, or has a user or password in it, which is then not shown
     */
    public static String check(String url) {
        for (String one : url.split(",", -1)) {
            if (one.contains("@")) {
                throw new UsageException("A NATS URL must not contain a user or password, because others could see it: "
                        + "give them in the environment or a file");
            }
            if (!isUrl(one)) {
                throw new UsageException("\"" + one + "\" is not a NATS URL such as nats://host:4222 or "
                        + "tls://host:4222");
            }
        }
        return url;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return (NATS.equals(uri.getScheme()) || TLS.equals(uri.getScheme())) && uri.getHost() != null
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean isTls(String url) {
        return url.startsWith(TLS + ":") || url.contains("," + TLS + ":");
    }
}
