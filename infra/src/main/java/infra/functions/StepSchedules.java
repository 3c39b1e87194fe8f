package infra.functions;

import infra.environment.Deployment;
import infra.product.Step;

/** Which steps clocks start. */
public final class StepSchedules {
    private StepSchedules() {}

    public static boolean isScheduled(Step step, Deployment deployment) {
        return Schedule.of(step, deployment).isPresent();
    }
}
