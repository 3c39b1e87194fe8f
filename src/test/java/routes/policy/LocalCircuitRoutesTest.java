package routes.policy;

import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import routes.ManualClock;

/** Camel's circuit breaker as we set it: a call that was not made, or failed, never goes on as a success. */
class LocalCircuitRoutesTest extends CamelTestSupport {
    private static final Duration COOLDOWN = Duration.ofMinutes(5);
    private static final Transient DOWN = new Transient("nifi answered 503", (Duration) null);
    private static final Poison REFUSED = new Poison("nifi answered 400");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T01:00:00Z"));
    private final List<Exchange> called = new ArrayList<>();
    private final List<Exchange> passed = new ArrayList<>();
    private Processor nifi = exchange -> {};

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                getContext().getRegistry().bind("nifi", LocalCircuit.of("nifi", 3, COOLDOWN, clock));

                from("direct:deliver")
                        .routeId("deliver")
                        .errorHandler(noErrorHandler())
                        .circuitBreaker()
                        .resilience4jConfiguration()
                        .circuitBreaker("nifi")
                        .throwExceptionWhenHalfOpenOrOpenState(true)
                        .end()
                        .to("direct:post")
                        .end()
                        .process(passed::add);

                from("direct:post")
                        .routeId("post")
                        .errorHandler(noErrorHandler())
                        .to("http:nifi")
                        .id("post-nifi");
            }
        };
    }

    @BeforeEach
    void start() throws Exception {
        adviceWith(
                context(),
                "post",
                route -> route.weaveById("post-nifi").replace().process(exchange -> {
                    called.add(exchange);
                    nifi.process(exchange);
                }));
        context().start();
    }

    private Exchange deliver() {
        return template().send("direct:deliver", exchange -> {});
    }

    private static Processor fail(Exception failure) {
        return exchange -> {
            exchange.setProperty("status", 503);
            throw failure;
        };
    }

    private void open() {
        nifi = fail(DOWN);
        for (int call = 0; call < 3; call++) {
            deliver();
        }
        called.clear();
    }

    @Test
    void aCallThatFailsIsAFailedExchangeAndNothingFollows() {
        nifi = fail(DOWN);
        assertThat(deliver().getException()).isSameAs(DOWN);
        nifi = fail(new IOException("connection reset"));
        assertThat(deliver().getException()).hasRootCauseInstanceOf(IOException.class);
        assertThat(called).hasSize(2);
        assertThat(passed).isEmpty();
    }

    @Test
    void afterThreeFailuresInARowACallIsNotMadeAndThatIsAnException() {
        open();
        nifi = exchange -> {};
        assertThat(deliver().getException()).isInstanceOf(CallNotPermittedException.class);
        assertThat(called).isEmpty();
        assertThat(passed).isEmpty();
    }

    @Test
    void aSuccessBetweenFailuresKeepsItClosed() {
        for (int call = 0; call < 9; call++) {
            nifi = call % 3 == 2 ? exchange -> {} : fail(DOWN);
            deliver();
        }
        assertThat(called).hasSize(9);
        assertThat(passed).hasSize(3);
    }

    @Test
    void whatIsRefusedForGoodStaysAFailureAndOpensNothing() {
        nifi = fail(REFUSED);
        for (int call = 0; call < 10; call++) {
            assertThat(deliver().getException()).isSameAs(REFUSED);
        }
        assertThat(called).hasSize(10);
        assertThat(passed).isEmpty();
    }

    @Test
    void ourOwnBugsStayFailuresAndOpenNothing() {
        IllegalStateException bug = new IllegalStateException("no such state");
        nifi = fail(bug);
        for (int call = 0; call < 10; call++) {
            assertThat(deliver().getException()).isSameAs(bug);
        }
        assertThat(called).hasSize(10);
    }

    @Test
    void afterItsTimeOneCallTriesAndAnyOtherIsRefusedUntilItIsAnswered() {
        open();
        clock.advance(COOLDOWN.plusMillis(1));
        List<Exchange> meanwhile = new ArrayList<>();
        nifi = exchange -> meanwhile.add(deliver());
        assertThat(deliver().getException()).isNull();
        assertThat(meanwhile.get(0).getException()).isInstanceOf(CallNotPermittedException.class);

        nifi = exchange -> {};
        assertThat(deliver().getException()).isNull();
        assertThat(called).hasSize(2);
    }

    @Test
    void aTryThatFailsOpensItAgain() {
        open();
        clock.advance(COOLDOWN.plusMillis(1));
        assertThat(deliver().getException()).isSameAs(DOWN);
        assertThat(deliver().getException()).isInstanceOf(CallNotPermittedException.class);
    }

    @Test
    void aTryThatIsRefusedForGoodLeavesTheNextOneToTry() {
        open();
        clock.advance(COOLDOWN.plusMillis(1));
        nifi = fail(REFUSED);
        assertThat(deliver().getException()).isSameAs(REFUSED);
        nifi = exchange -> {};
        assertThat(deliver().getException()).isNull();
    }

    @Test
    void aRouteThatIsSuspendedOrRestartedFindsItsCircuitAsItWas() throws Exception {
        open();
        context().getRouteController().stopRoute("deliver");
        context().getRouteController().startRoute("deliver");
        assertThat(deliver().getException()).isInstanceOf(CallNotPermittedException.class);
    }

    /** So a step inside must throw what is to be known of a failure, and must not leave it on the exchange. */
    @Test
    void aFailedCallHandsOnItsExceptionAloneAndNotItsProperties() {
        nifi = fail(DOWN);
        assertThat(deliver().getProperty("status")).isNull();
        nifi = exchange -> exchange.setProperty("status", 200);
        assertThat(deliver().getProperty("status")).isEqualTo(200);
    }

    /** So what a step inside borrows until then, such as a stream, must be read inside. */
    @Test
    void theEndOfTheExchangeThatAStepInsideWaitsForIsTheEndOfTheBlock() {
        List<Integer> passedBefore = new ArrayList<>();
        nifi = exchange -> exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                passedBefore.add(passed.size());
            }
        });
        deliver();
        assertThat(passed).hasSize(1);
        assertThat(passedBefore).containsExactly(0);
    }
}
