package routes.policy;

import java.time.Instant;
import javax.net.ssl.SSLContext;

/** Who we are and whom we trust, asked for each request: what has been rotated is used by the next one. */
public interface TlsIdentity {

    /** The same object as long as nothing has changed: connections are kept as long as it is. */
    SSLContext context();

    /** A call over TLS that began at {@code usedSince} had no answer: it may be that one of us was not believed. */
    void refused(Instant usedSince);
}
