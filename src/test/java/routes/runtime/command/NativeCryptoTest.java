package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeCryptoTest {
    private static final String NAME = "AmazonCorrettoCryptoProvider";

    private final Provider[] before = Security.getProviders();

    @AfterEach
    void restore() {
        Security.removeProvider(NAME);
    }

    @Test
    void aProviderWithoutItsLibraryChangesNothing() {
        NativeCrypto.prefer(Stream.of(new WithoutLibrary()));
        assertThat(Security.getProviders()).containsExactly(before);
    }

    @Test
    void wherePlatformAndProviderMatchHashesAndTheCipherOfTlsAreNative() throws GeneralSecurityException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "no provider for other systems is brought along");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the first on the class path of the tests");
        NativeCrypto.install();
        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isEqualTo(NAME);
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName())
                .isEqualTo(NAME);
    }

    @Test
    void whatTheJdkAloneHasIsStillThere() throws GeneralSecurityException {
        NativeCrypto.install();
        assertThat(Security.getProviders()).contains(before);
        assertThat(javax.net.ssl.SSLContext.getDefault().getProvider().getName())
                .isEqualTo("SunJSSE");
    }

    private static final class WithoutLibrary extends Provider {
        private static final long serialVersionUID = 1L;

        WithoutLibrary() {
            super(NAME, "1.0", "offers nothing");
        }
    }
}
