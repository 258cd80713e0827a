// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.segment.RuntimeModules;
import io.shmooze.session.Deadlines;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where NATS is, and who connects to it. For one thread at a time; every setter returns the object itself. {@link
 * #connect} may be called more than once, and each connection is the caller's.
 *
 * <p><b>If NATS goes away,</b> a connection tries to get back for ever. A dead server, and a network that was cut, are
 * noticed within seconds, because the connection asks the server for a sign of life.
 *
 * <p><b>Output.</b> Nothing is printed. Each event and each error that concerns no call goes to {@link #onEvent}.
 */
public final class NatsOptions {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_MS = 200;
    private static final Duration RECONNECT_WAIT = Duration.ofMillis(250);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(1);
    /** A server that was stopped by a debugger or a slow disk for a moment is not given up. */
    private static final int MAX_PINGS_OUT = 4;

    private final String url;
    /** Null if there are none. */
    private CredentialsFile credentials;
    /** Null if nobody logs in. */
    private String user;
    private char[] password;
    private String name = "shmooze";
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Consumer<String> onEvent = event -> { };

    private NatsOptions(String url) {
        this.url = url;
    }

    /**
     * The servers.
     *
     * @param url {@code nats://host:4222}, or {@code tls://host:4222} for TLS with the JDK's usual trust settings; or
     *     several, separated by commas, of one cluster
     * @return options without a user
     * @throws UsageException if it is something else, or has a user or password in it
     */
    public static NatsOptions of(String url) {
        return new NatsOptions(NatsUrl.check(url));
    }

    /**
     * Identifies the user by a file of credentials, as nsc writes it. It is read again for each connection.
     *
     * @param file with a user's JWT and NKEY seed
     * @return this
     * @throws UsageException if the file cannot be read, or has something else in it
     */
    public NatsOptions credentials(Path file) {
        credentials = new CredentialsFile(file);
        return this;
    }

    /**
     * Identifies the user by a password.
     *
     * @param userName of the user
     * @param userPassword copied
     * @return this
     */
    public NatsOptions login(String userName, String userPassword) {
        user = Objects.requireNonNull(userName);
        password = userPassword.toCharArray();
        return this;
    }

    /**
     * What the operator of NATS sees this connection as.
     *
     * @param connectionName any text; by default shmooze
     * @return this
     */
    public NatsOptions name(String connectionName) {
        name = Objects.requireNonNull(connectionName);
        return this;
    }

    /**
     * How long {@link #connect} tries to reach a server.
     *
     * @param timeout zero for a single attempt; by default 10 seconds
     * @return this
     */
    public NatsOptions connectTimeout(Duration timeout) {
        connectTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /**
     * Sets what is told that a connection was made, lost or made again, and each error that concerns no call.
     *
     * @param action takes one line for people, on a thread of the connection; by default does nothing
     * @return this
     */
    public NatsOptions onEvent(Consumer<String> action) {
        onEvent = Objects.requireNonNull(action);
        return this;
    }

    /**
     * The servers, for people.
     *
     * @return the URL
     */
    public String url() {
        return url;
    }

    /**
     * Connects, and tries again until the timeout if no server answers.
     *
     * @return a connection with one thread for each direction; to be closed by the caller
     * @throws UnavailableException if no server answered in time, or its certificate is refused
     * @throws NotPermittedException if a server refuses the user
     * @throws UsageException if the JDK's trust settings or the credentials are not usable
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws io.shmooze.ShmoozeException if the Java runtime lacks a module that the NATS client needs
     */
    public Connection connect() {
        RuntimeModules.require(List.of("java.logging"));
        Watcher watcher = new Watcher(onEvent);
        Options options = options(watcher);
        long deadlineNs = Deadlines.after(connectTimeout);
        try {
            while (true) {
                try {
                    return Nats.connect(options);
                } catch (AuthenticationException e) {
                    throw new NotPermittedException("The NATS server at " + url + " refuses "
                            + (credentials == null && user == null ? "a connection without credentials"
                            : "these credentials") + ": "
                            + e.getMessage().substring(e.getMessage().lastIndexOf(':') + 1).strip(), e);
                } catch (IOException e) {
                    if (watcher.isDistrusted()) {
                        throw new UnavailableException("The certificate of the NATS server at " + url
                                + " is refused (" + watcher.lastError() + "): add the certificate of its authority to "
                                + "the file that -Djavax.net.ssl.trustStore names, or correct the host", e);
                    }
                    if (Deadlines.isOver(deadlineNs)) {
                        throw new UnavailableException("No NATS server can be reached at " + url + " (waited "
                                + connectTimeout.toMillis() + " ms): " + watcher.lastError(), e);
                    }
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for NATS", e);
        }
    }

    private Options options(Watcher watcher) {
        Options.Builder builder = new Options.Builder().server(url).connectionName(name)
                .connectionTimeout(ATTEMPT_TIMEOUT).maxReconnects(-1).reconnectWait(RECONNECT_WAIT)
                .pingInterval(PING_INTERVAL).maxPingsOut(MAX_PINGS_OUT)
                // What is published while there is no connection fails at once; the caller publishes it again.
                .reconnectBufferSize(0)
                // By the JDK, with IPv6; and a certificate has the name.
                .hostnameResolveMode(Options.HostnameResolveMode.Unresolved)
                .errorListener(watcher).connectionListener(watcher);
        if (credentials != null) {
            builder.authHandler(credentials);
        } else if (user != null) {
            builder.userInfo(user.toCharArray(), password);
        }
        if (NatsUrl.isTls(url)) {
            try {
                builder.sslContext(VerifiedTls.context());
            } catch (NoSuchAlgorithmException e) {
                throw new UsageException("The JDK's trust settings are not usable: " + reason(e), e);
            }
        }
        return builder.build();
    }

    /** The innermost cause has what people need. */
    static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
