// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.AuthHandler;
import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of NATS credentials: a token that names the user, and the seed of the key with which the user signs. It is
 * read again for each connection, so it may be replaced. Signs with the JDK.
 */
final class CredentialsFile implements AuthHandler {
    private static final Pattern TOKEN = section("NATS USER JWT");
    private static final Pattern SEED = section("USER NKEY SEED");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS_OF_LETTER = 5;
    /** Two bytes say that it is a seed, and whose. */
    private static final int KEY_OFFSET = 2;
    private static final int KEY_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 2;
    private static final int POLYNOMIAL = 0x1021;

    private final Path file;

    /**
     * Reads the file once, to find a mistake early.
     *
     * @throws UsageException if the file cannot be read, or is none of credentials
     */
    CredentialsFile(Path file) {
        this.file = file;
        sign(new byte[0]);
        getJWT();
    }

    private static Pattern section(String name) {
        return Pattern.compile("-+BEGIN " + name + "-+\\s+(\\S+)\\s+-+END " + name + "-+");
    }

    @Override
    public byte[] sign(byte[] nonce) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key(read(SEED)))));
            signature.update(nonce);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new UsageException("Cannot sign with the credentials in " + file + ": " + e.getMessage(), e);
        }
    }

    /** The token names the user. */
    @Override
    public char[] getID() {
        return new char[0];
    }

    @Override
    public char[] getJWT() {
        return read(TOKEN).toCharArray();
    }

    private String read(Pattern section) {
        try {
            Matcher matcher = section.matcher(Files.readString(file));
            if (matcher.find()) {
                return matcher.group(1);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("There is no file " + file + " with NATS credentials", e);
        } catch (IOException e) {
            throw new UsageException("Cannot read the NATS credentials in " + file + ": " + e.getMessage(), e);
        }
        throw noCredentials();
    }

    private byte[] key(String seed) {
        byte[] bytes = new byte[seed.length() * BITS_OF_LETTER / Byte.SIZE];
        int at = 0;
        int bits = 0;
        int value = 0;
        for (char letter : seed.toCharArray()) {
            int digit = ALPHABET.indexOf(letter);
            if (digit < 0) {
                throw noCredentials();
            }
            value = value << BITS_OF_LETTER | digit;
            bits += BITS_OF_LETTER;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[at++] = (byte) (value >> bits);
            }
        }
        int end = KEY_OFFSET + KEY_LENGTH;
        if (bytes.length != end + CHECKSUM_LENGTH
                || checksum(bytes, end) != ((bytes[end] & 0xff) | (bytes[end + 1] & 0xff) << Byte.SIZE)) {
            throw noCredentials();
        }
        return Arrays.copyOfRange(bytes, KEY_OFFSET, end);
    }

    /** CRC-16/XMODEM. */
    private static int checksum(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xff) << Byte.SIZE;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
        }
        return crc & 0xffff;
    }

    private UsageException noCredentials() {
        return new UsageException("The file " + file + " has no NATS credentials: it needs a user's JWT and "
                + "NKEY seed, as nsc writes them");
    }
}
