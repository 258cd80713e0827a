// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.util.Base64;
import java.util.List;

/** An operator, an account with JetStream and a user, as nsc makes them: for a server that knows users by tokens. */
final class UserAccount {
    private static final int OPERATOR = 14 << 3;
    private static final int ACCOUNT = 0;
    private static final int USER = 20 << 3;
    private static final int SEED = 18 << 3;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String LIMITS = "\"subs\":-1,\"data\":-1,\"payload\":-1";

    private final Key operator = new Key(OPERATOR);
    private final Key account = new Key(ACCOUNT);
    private final Key system = new Key(ACCOUNT);
    private final Key user = new Key(USER);

    /** A key pair and its texts. */
    private static final class Key {
        private final int kind;
        private final KeyPair pair;

        Key(int kind) {
            this.kind = kind;
            try {
                pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String id() {
            EdECPoint point = ((EdECPublicKey) pair.getPublic()).getPoint();
            byte[] y = point.getY().toByteArray();
            byte[] bytes = new byte[33];
            bytes[0] = (byte) kind;
            for (int i = 0; i < y.length && i < 32; i++) {
                bytes[1 + i] = y[y.length - 1 - i];
            }
            if (point.isXOdd()) {
                bytes[32] |= (byte) 0x80;
            }
            return text(bytes);
        }

        String seed() {
            byte[] key = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] bytes = new byte[34];
            bytes[0] = (byte) (SEED | kind >> 5);
            bytes[1] = (byte) ((kind & 31) << 3);
            System.arraycopy(key, 0, bytes, 2, key.length);
            return text(bytes);
        }

        private static String text(byte[] bytes) {
            int crc = 0;
            for (byte each : bytes) {
                crc ^= (each & 0xff) << 8;
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
                }
            }
            StringBuilder text = new StringBuilder();
            int bits = 0;
            int value = 0;
            for (int i = 0; i < bytes.length + 2; i++) {
                int next = i < bytes.length ? bytes[i] : crc >> 8 * (i - bytes.length);
                value = value << 8 | next & 0xff;
                for (bits += 8; bits >= 5; bits -= 5) {
                    text.append(ALPHABET.charAt(value >> bits - 5 & 31));
                }
            }
            return bits == 0 ? text.toString() : text.append(ALPHABET.charAt(value << 5 - bits & 31)).toString();
        }

        String sign(String subject, String claims) {
            try {
                String body = "\"iat\":1700000000,\"iss\":\"" + id() + "\",\"name\":\"test\",\"sub\":\"" + subject
                        + "\",\"nats\":{" + claims + ",\"version\":2}}";
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
                String signed = base64("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(("{\"jti\":\"" + base64(digest) + "\"," + body).getBytes(StandardCharsets.UTF_8));
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(signed.getBytes(StandardCharsets.UTF_8));
                return signed + "." + base64(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    /** Lines for the server's configuration. */
    List<String> settings() {
        String plain = "\"type\":\"account\",\"limits\":{" + LIMITS + ",\"imports\":-1,\"exports\":-1,"
                + "\"wildcards\":true,\"conn\":-1,\"leaf\":-1";
        String storage = ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";
        return List.of("operator: " + operator.sign(operator.id(), "\"type\":\"operator\""), "resolver: MEMORY",
                "system_account: " + system.id(), "resolver_preload: { "
                + account.id() + ": " + operator.sign(account.id(), plain + storage + "}") + ", "
                + system.id() + ": " + operator.sign(system.id(), plain + "}") + " }");
    }

    /** The user's file. */
    List<String> credentials() {
        return List.of("-----BEGIN NATS USER JWT-----",
                account.sign(user.id(), "\"type\":\"user\"," + LIMITS + ",\"pub\":{},\"sub\":{}"),
                "------END NATS USER JWT------", "", "-----BEGIN USER NKEY SEED-----", user.seed(),
                "------END USER NKEY SEED------");
    }
}
