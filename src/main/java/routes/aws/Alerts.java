package routes.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.aws.RunLedger.Claim;
import routes.lake.Names;
import routes.policy.Transient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Tells people through a topic of SNS, and not too often: one alert of a cause within a window since the last that was
 * sent, and one about the same thing for as long as the ledger keeps its rows. An alert is claimed (a lease), published,
 * and only then noted as sent: it is never lost, and is repeated only when a worker dies, or cannot reach the ledger,
 * between publishing and noting.
 *
 * <p>Rows of the ledger, where topic is the last part of the topic's ARN:
 *
 * <pre>
 * | run                   | at                     | finished | facts                                              |
 * |-----------------------|------------------------|----------|----------------------------------------------------|
 * | alerts/{@literal <}topic>/causes | {@literal <}cause>                | sent     | suppressed: all so far, told: those told by alerts |
 * | alerts/{@literal <}topic>/about  | {@literal <}thing>                | sent     | cause                                              |
 * </pre>
 */
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final String SUPPRESSED = "suppressed";
    private static final String TOLD = "told";

    private final Supplier<SnsClient> sns;
    private final RunLedger ledger;
    private final String topicArn;
    private final String causes;
    private final String things;
    private final Duration window;
    private final Clock clock;

    /** Topics as one account has them, for whoever knows which one he tells. */
    public static final class Account {
        private final Supplier<SnsClient> sns;
        private final RunLedger ledger;
        private final Clock clock;

        public Account(Supplier<SnsClient> sns, RunLedger ledger, Clock clock) {
            this.sns = sns;
            this.ledger = ledger;
            this.clock = clock;
        }

        /** Alerts to one topic; the parameters are those of {@link Alerts}. */
        public Alerts to(String topicArn, Duration window) {
            return new Alerts(sns, ledger, topicArn, window, clock);
        }
    }

    /** @param window how long a cause is quiet after an alert of it was sent */
    public Alerts(Supplier<SnsClient> sns, RunLedger ledger, String topicArn, Duration window, Clock clock) {
        if (window.isNegative()) {
            throw new IllegalArgumentException("window of alerts is " + window + ", expected none or a positive one");
        }
        this.sns = sns;
        this.ledger = ledger;
        this.topicArn = topicArn;
        String topic = "alerts/" + topicArn.substring(topicArn.lastIndexOf(':') + 1);
        this.causes = topic + "/causes";
        this.things = topic + "/about";
        this.window = window;
        this.clock = clock;
    }

    /**
     * What people are to be told.
     *
     * @param cause names what is suppressed together, such as {@code flights-quality}; 1 to 200 characters
     * @param about names the thing that is told of once and never again, such as the hash of a content, 1 to 200
     *     characters; empty: nothing that could come again
     * @param subject anything; SNS gets as much of it as it takes
     * @param body becomes a JSON object: texts, numbers, truth values, lists and maps of such; anything else is told by
     *     its {@code toString}
     */
    public record Alert(String cause, Optional<String> about, String subject, Map<String, ?> body) {
        private static final int LONGEST_NAME = 200;

        public Alert {
            checkName("cause", cause);
            about.ifPresent(thing -> checkName("thing", thing));
            // Values may be null, which Map.copyOf would refuse.
            body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
        }

        private static void checkName(String what, String name) {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException(what + " of an alert is '"
                        + Names.oneLine(name, LONGEST_NAME) + "', expected 1 to " + LONGEST_NAME
                        + " characters");
            }
        }
    }

    /** What became of an alert. */
    public enum Raised {
        /** Published now. */
        SENT,
        /** One of its cause was sent within the window; this one is counted. */
        SUPPRESSED,
        /** One about this thing was sent before. */
        SENT_BEFORE
    }

    /**
     * Publishes an alert, unless one of its cause was sent within the window or one about its thing was sent ever. The
     * body tells beside what is given {@code cause} and {@code raised_at}, where it has none of its own, and
     * {@code suppressed}: how many of its cause were suppressed since the last that was sent. That number is exact but
     * for two cases: a message that comes again is counted again, and so is one whose count was written when the answer
     * got lost.
     *
     * @throws Transient when another worker is about to send one of this cause or about this thing: it is not known yet
     *     whether that succeeds
     * @throws software.amazon.awssdk.core.exception.SdkException when it could not be published, or not be noted as
     *     sent; after the first somebody may try again at once, after the second when the lease has ended
     */
    public Raised raise(Alert alert) {
        if (alert.about().map(this::wasTold).orElse(false)) {
            return Raised.SENT_BEFORE;
        }
        // A claimant of its own: nobody else, not even in this process, can let go of what this call holds.
        RunLedger mine = ledger.as(UUID.randomUUID().toString());
        return switch (mine.claim(causes, alert.cause(), window)) {
            case HELD -> throw busy(alert);
            case FINISHED -> {
                ledger.count(causes, alert.cause(), SUPPRESSED);
                yield Raised.SUPPRESSED;
            }
            case TAKEN -> send(alert, mine);
        };
    }

    private boolean wasTold(String thing) {
        return ledger.row(things, thing).containsKey("finished_at");
    }

    private Raised send(Alert alert, RunLedger mine) {
        long suppressed;
        try {
            Optional<Claim> thing = alert.about().map(name -> mine.claim(things, name));
            if (thing.isPresent() && thing.get() != Claim.TAKEN) {
                mine.release(causes, alert.cause(), Map.of());
                if (thing.get() == Claim.FINISHED) {
                    return Raised.SENT_BEFORE;
                }
                throw busy(alert);
            }
            suppressed = publish(alert);
        } catch (RuntimeException e) {
            letGo(alert, mine, e);
            throw e;
        }
        // The thing first: dying in between, this worker leaves a cause that may be told again, but no thing that is.
        boolean ours = alert.about()
                .map(thing -> mine.finish(things, thing, Map.of("cause", alert.cause())))
                .orElse(true);
        ours &= mine.finish(causes, alert.cause(), Map.of(TOLD, Long.toString(suppressed)));
        if (!ours) {
            LOG.warn("alert of {} took longer than its lease and may be sent twice", alert.cause());
        }
        return Raised.SENT;
    }

    /** Answers how many of the cause have ever been suppressed: those are told now. */
    private long publish(Alert alert) {
        Map<String, String> row = ledger.row(causes, alert.cause());
        long suppressed = Long.parseLong(row.getOrDefault(SUPPRESSED, "0"));
        long untold = suppressed - Long.parseLong(row.getOrDefault(TOLD, "0"));
        String subject = AlertText.subject(alert.subject());
        String body = AlertText.body(alert, untold, clock.instant());
        sns.get().publish(publish -> publish.topicArn(topicArn).subject(subject).message(body));
        return suppressed;
    }

    /** What cannot be let go of now is free when its lease ends. */
    private void letGo(Alert alert, RunLedger mine, RuntimeException failure) {
        try {
            alert.about().ifPresent(thing -> mine.release(things, thing, Map.of()));
            mine.release(causes, alert.cause(), Map.of());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Transient busy(Alert alert) {
        return new Transient("alert of " + alert.cause() + " is being sent by another worker", (Duration) null);
    }
}
