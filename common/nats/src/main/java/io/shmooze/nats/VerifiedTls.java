// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS with the JDK's usual settings, {@code javax.net.ssl.trustStore} and so on, that also compares the name in the
 * server's certificate with the name in the URL. The client library of NATS does not.
 */
final class VerifiedTls extends SSLContextSpi {
    private final SSLContext usual;

    /** Makes sockets that verify the name. Owns nothing. */
    private static final class Factory extends SSLSocketFactory {
        private final SSLSocketFactory usual;

        Factory(SSLSocketFactory usual) {
            this.usual = usual;
        }

        private static Socket verifying(Socket socket) {
            SSLSocket tls = (SSLSocket) socket;
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            return tls;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return verifying(usual.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return verifying(usual.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return verifying(usual.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return verifying(usual.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return verifying(usual.createSocket(host, port, localHost, localPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return usual.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return usual.getSupportedCipherSuites();
        }
    }

    private VerifiedTls(SSLContext usual) {
        this.usual = usual;
    }

    /**
     * The context, for a builder of options.
     *
     * @throws NoSuchAlgorithmException if the JDK's settings name a store that cannot be read
     */
    static SSLContext context() throws NoSuchAlgorithmException {
        SSLContext usual = SSLContext.getDefault();
        return new SSLContext(new VerifiedTls(usual), usual.getProvider(), usual.getProtocol()) {
        };
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("The JDK has initialised it");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Factory(usual.getSocketFactory());
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return usual.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return usual.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return usual.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return usual.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return usual.getClientSessionContext();
    }
}
