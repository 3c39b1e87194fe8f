package routes.policy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * One call over the border: by whom, and until when. A call with a {@link StreamedBody} is broken off at the body's
 * end, wherever it stands then; of any other, the answer has the response time-out to end.
 */
final class BorderCall implements ExecChainHandler {
    private final Duration responseTimeout;
    private final Optional<TlsIdentity> identity;
    private final Clock clock;

    BorderCall(Duration responseTimeout, Optional<TlsIdentity> identity, Clock clock) {
        this.responseTimeout = responseTimeout;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (request.getEntity() instanceof StreamedBody body) {
            try (body) {
                return inTime(request, scope, chain, body.end());
            }
        }
        Instant end = clock.instant().plus(responseTimeout);
        return bounded(asOurselves(request, scope, chain), scope, end, () -> {});
    }

    private ClassicHttpResponse inTime(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, Instant end)
            throws IOException, HttpException {
        long left = Duration.between(clock.instant(), end).toMillis();
        if (left <= 0) {
            throw new InterruptedIOException("no time was left to begin the call");
        }
        // No socket time-out covers a write: nothing else ends a call whose other end has stopped reading.
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        late.completeOnTimeout(true, left, TimeUnit.MILLISECONDS);
        late.thenAccept(yes -> {
            if (yes) {
                ((HttpUriRequest) scope.originalRequest).abort();
            }
        });
        ClassicHttpResponse response;
        try {
            response = asOurselves(request, scope, chain);
        } catch (HttpException | IOException | RuntimeException e) {
            if (late.complete(false) || e instanceof UnreadableBody) {
                throw e;
            }
            InterruptedIOException tooLong = new InterruptedIOException("the call took longer than it may");
            tooLong.initCause(e);
            throw tooLong;
        }
        if (response.getEntity() == null) {
            late.complete(false);
        }
        return bounded(response, scope, end, () -> late.complete(false));
    }

    private ClassicHttpResponse asOurselves(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Instant began = clock.instant();
        // A connection that was opened under another identity is not taken from the pool.
        identity.ifPresent(who -> scope.clientContext.setUserToken(who.context()));
        try {
            return chain.proceed(request, scope);
        } catch (IOException e) {
            if (scope.route.isSecure() && mayBeARefusal(e)) {
                identity.ifPresent(who -> who.refused(began));
            }
            throw e;
        }
    }

    /** In TLS 1.3 a certificate is refused behind our side of the handshake: by an alert, or by ending the call. */
    private static boolean mayBeARefusal(IOException e) {
        boolean nobodyThere = e instanceof ConnectException || e instanceof UnknownHostException;
        return !nobodyThere && !(e instanceof InterruptedIOException) && !(e instanceof UnreadableBody);
    }

    private ClassicHttpResponse bounded(
            ClassicHttpResponse response, ExecChain.Scope scope, Instant end, Runnable over) {
        if (response.getEntity() != null) {
            response.setEntity(new BoundedAnswer(response.getEntity(), scope.execRuntime, end, clock, over));
        }
        return response;
    }
}
