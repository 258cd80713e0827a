// SPDX-License-Identifier: Apache-2.0
package io.shmooze.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.nats.NatsRig;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** NATS over TLS, with certificates that the JDK's own tools have made. */
@Timeout(120)
class RelayTlsSystemTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder = Path.of(System.getProperty("java.io.tmpdir"), "shmooze-tls-" + System.nanoTime());
    private final Path own = folder.resolve("own");
    private final Path foreign = folder.resolve("foreign");

    @RegisterExtension
    final NatsRig nats = new NatsRig().scheme("tls").with("tls { cert_file: \"" + own + ".cert\", key_file: \"" + own
            + ".key\" }");
    @RegisterExtension
    final Programs programs = new Programs();

    /** Before the server starts. */
    RelayTlsSystemTest() throws Exception {
        Files.createDirectory(folder);
        makeCertificate(own, "ip:127.0.0.1");
        makeCertificate(foreign, "dns:elsewhere.example");
    }

    private static void makeCertificate(Path path, String name) throws Exception {
        Tools.run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a",
                "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + name, "-storetype", "PKCS12", "-keystore",
                path.toString(), "-storepass", new String(PASSWORD));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(path)) {
            store.load(in, PASSWORD);
        }
        Files.writeString(Path.of(path + ".cert"), pem("CERTIFICATE", store.getCertificate("a").getEncoded()));
        Files.writeString(Path.of(path + ".key"), pem("PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }

    @AfterEach
    void remove() throws Exception {
        for (String name : new String[] {"own", "own.cert", "own.key", "foreign", "foreign.cert", "foreign.key"}) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }

    private Program check(Path trusted) {
        return programs.bare("server", "relay", "--check", "quotes", "--nats", nats.url())
                .with("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=" + trusted
                        + " -Djavax.net.ssl.trustStorePassword=" + new String(PASSWORD)).start();
    }

    @Test
    void shouldTrustWhatTheJdkTrusts() {
        Program program = check(own);
        program.awaitExit(0);
        assertThat(program.output()).contains("publishing and reading permitted");
    }

    @Test
    void shouldRefuseAServerThatNobodyVouchesFor() {
        Program program = check(foreign);
        program.awaitExit(69);
        assertThat(program.errors()).contains("The certificate of the NATS server at " + nats.url() + " is refused (")
                .contains("trustStore").doesNotContain("Exception");
    }

    @Test
    void shouldRefuseACertificateOfAnotherHost() throws Exception {
        nats.kill();
        Files.writeString(Path.of(own + ".cert"), Files.readString(Path.of(foreign + ".cert")));
        Files.writeString(Path.of(own + ".key"), Files.readString(Path.of(foreign + ".key")));
        nats.start();
        Program program = check(foreign);
        program.awaitExit(69);
        assertThat(program.errors()).contains(" is refused (No subject alternative names matching IP address 127.0.0.1")
                .doesNotContain("Exception");
    }
}
