package routes.aggregator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS made of PEM texts. */
final class PemTls {
    private static final char[] NO_PASSWORD = {};
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemTls() {}

    /** A text that is not what its field says; the message quotes nothing of it. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /** @param chain the certificate that belongs to the key, then its issuers, if the other end does not have them */
    record Key(PrivateKey key, List<Certificate> chain) {}

    /**
     * @param key who we are; empty: nobody
     * @param trusted certificates of those who may vouch for the other end; empty: those that the JDK trusts */
    static SSLContext context(Optional<Key> key, Optional<List<Certificate>> trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    key.isPresent() ? keyManagers(key.get()) : null,
                    trusted.isPresent() ? trustManagers(trusted.get()) : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Unfit("certificate, private_key and ca do not make a TLS identity");
        }
    }

    static Key key(String certificate, String privateKey) {
        List<Certificate> chain = certificates(certificate);
        Matcher pem = PKCS8.matcher(privateKey);
        if (!pem.find()) {
            throw new Unfit("private_key is no PEM text of PKCS#8 (BEGIN PRIVATE KEY)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            KeyFactory factory =
                    KeyFactory.getInstance(chain.get(0).getPublicKey().getAlgorithm());
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!belongs(key, chain.get(0).getPublicKey())) {
                throw new Unfit("private_key belongs to another certificate");
            }
            return new Key(key, chain);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unfit("private_key is no key for the certificate");
        }
    }

    /** Found out here: a handshake with the wrong key just ends, and says nothing. */
    private static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        return signature.verify(signed);
    }

    static List<Certificate> certificates(String pem) {
        try {
            List<Certificate> certificates = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
            if (certificates.isEmpty()) {
                throw new Unfit("certificate or ca holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new Unfit("certificate or ca is no PEM text of X.509 certificates");
        }
    }

    private static KeyManager[] keyManagers(Key key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("ours", key.key(), NO_PASSWORD, key.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(List<Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("trusted-" + i, trusted.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }
}
