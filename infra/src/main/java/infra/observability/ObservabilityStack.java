package infra.observability;

import infra.environment.Deployment;
import infra.environment.Runtime;
import infra.messaging.QueuePlan;
import infra.product.Pipeline;
import infra.product.Step;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Alarms and dashboards. Around a process in Kubernetes only queues are watched here; Prometheus watches the rest. */
public final class ObservabilityStack extends Stack {
    public ObservabilityStack(Construct scope, String id, StackProps props, Deployment deployment) {
        super(scope, id, props);
        if (deployment.environment().watching().alarms()) {
            Alarms alarms = new Alarms(this, deployment);
            watches(deployment).forEach(alarms::make);
        }
        boolean functions = deployment.environment().runtime() == Runtime.LAMBDA;
        if (deployment.environment().watching().dashboards() && functions) {
            new Dashboards(this, deployment).make();
        }
    }

    static List<Watch> watches(Deployment deployment) {
        List<Watch> watches = new ArrayList<>();
        QueueWatches queues = new QueueWatches(deployment);
        QueuePlan.of(deployment).forEach(plan -> watches.addAll(queues.of(plan)));
        if (deployment.environment().runtime() == Runtime.LAMBDA) {
            FunctionWatches functions = new FunctionWatches(deployment);
            PipelineWatches pipelines = new PipelineWatches(deployment);
            for (Step step : Step.values()) {
                watches.addAll(functions.of(step));
            }
            for (Pipeline pipeline : Pipeline.values()) {
                watches.addAll(pipelines.of(pipeline));
            }
        }
        // Where no clock starts anything, silence is no news.
        boolean clocks = deployment.environment().schedules().on();
        return watches.stream().filter(watch -> clocks || !watch.silenceIsBad()).toList();
    }
}
