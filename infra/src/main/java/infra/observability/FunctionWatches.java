package infra.observability;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.functions.StepSchedules;
import infra.observability.Watch.Comparison;
import infra.observability.Watch.One;
import infra.observability.Watch.Several;
import infra.product.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is watched of every function, whatever it does. */
final class FunctionWatches {
    private static final int MANY_ERRORS = 5;
    private static final double LONG = 0.8;

    private final Deployment deployment;
    private final Naming naming;

    FunctionWatches(Deployment deployment) {
        this.deployment = deployment;
        this.naming = deployment.naming();
    }

    List<Watch> of(Step step) {
        List<Watch> watches = new ArrayList<>();
        String title = step.title();
        watches.add(Watch.now(
                title + "-errors",
                "More than " + MANY_ERRORS + " invocations of " + title + " failed within 5 minutes: look at its log.",
                metric(step, "Errors", "Sum"),
                Comparison.ABOVE,
                MANY_ERRORS));
        watches.add(Watch.now(
                title + "-duration",
                title + " took more than 80 % of its time-out: give it more time or memory before it is cut off.",
                metric(step, "Duration", "Maximum"),
                Comparison.ABOVE,
                deployment.environment().shape(step).timeout().toMillis() * LONG));
        watches.add(Watch.now(
                title + "-throttles",
                "Invocations of " + title + " were refused: its concurrency, or the account's, is used up.",
                metric(step, "Throttles", "Sum"),
                Comparison.ABOVE,
                0));
        watches.add(Watch.now(
                title + "-dead-letters",
                "Events that " + title + " could not handle lie on " + naming.deadLetters(step)
                        + ": mend the cause, then invoke it with them again.",
                queue(naming.deadLetters(step), "ApproximateNumberOfMessagesVisible"),
                Comparison.ABOVE,
                0));
        if (step == Step.INGEST_FETCH) {
            watches.add(Watch.now(
                    "ingest-worker-errors",
                    "An invocation of the worker failed as a whole: its messages come again; look at its log.",
                    metric(step, "Errors", "Sum"),
                    Comparison.AT_LEAST,
                    1));
        }
        if (StepSchedules.isScheduled(step, deployment)) {
            watches.add(noSuccess(step));
        }
        return watches;
    }

    /** A queue's message is the oldest for too long, or lies where nothing should lie. */
    static One queue(String queue, String metric) {
        return new One("AWS/SQS", metric, Map.of("QueueName", queue), "Maximum");
    }

    /** A clock that should start it has started nothing that ended well. */
    private Watch noSuccess(Step step) {
        boolean often = step == Step.AGGREGATOR_SWEEP || step == Step.FLIGHTS_FETCH;
        Several succeeded = new Several(
                "FILL(m0, 0) - FILL(m1, 0)",
                List.of(metric(step, "Invocations", "Sum"), metric(step, "Errors", "Sum")));
        return new Watch(
                step.title() + "-no-success",
                "No run of " + step.title() + " ended well within " + (often ? "an hour" : "25 hours")
                        + ": is its rule on, and what does its log say?",
                succeeded,
                often ? Duration.ofMinutes(15) : Duration.ofHours(1),
                often ? 4 : 25,
                Comparison.BELOW,
                1,
                true);
    }

    private One metric(Step step, String metric, String statistic) {
        return new One("AWS/Lambda", metric, Map.of("FunctionName", naming.function(step)), statistic);
    }
}
