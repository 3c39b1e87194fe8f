package infra.observability;

import infra.environment.Deployment;
import infra.messaging.QueuePlan;
import infra.observability.Watch.Comparison;
import java.util.ArrayList;
import java.util.List;

/** What is watched of every queue, wherever its messages are worked on. */
final class QueueWatches {
    private final Deployment deployment;

    QueueWatches(Deployment deployment) {
        this.deployment = deployment;
    }

    List<Watch> of(QueuePlan plan) {
        String parked = plan.name() + deployment.get("lake.dlq-suffix");
        List<Watch> watches = new ArrayList<>();
        watches.add(Watch.now(
                parked + "-messages",
                "Messages are parked on " + parked + ", each with its reason: look (replay --dry-run) and replay.",
                FunctionWatches.queue(parked, "ApproximateNumberOfMessagesVisible"),
                Comparison.ABOVE,
                0));
        watches.add(Watch.now(
                plan.name() + "-age",
                "The oldest message of " + plan.name() + " waits for more than "
                        + plan.oldest().toSeconds() + " s: work does not keep up, or the other end is down.",
                FunctionWatches.queue(plan.name(), "ApproximateAgeOfOldestMessage"),
                Comparison.ABOVE,
                plan.oldest().toSeconds()));
        return watches;
    }
}
