package infra.product;

import java.util.Locale;

/** The steps that pipelines open to the outside, each of them a function. */
public enum Step {
    INGEST_TRIGGER(Pipeline.INGEST, Trigger.EVENT),
    INGEST_FETCH(Pipeline.INGEST, Trigger.QUEUE),
    AGGREGATOR_BUNDLE(Pipeline.AGGREGATOR, Trigger.QUEUE),
    AGGREGATOR_DELIVER(Pipeline.AGGREGATOR, Trigger.QUEUE),
    AGGREGATOR_SWEEP(Pipeline.AGGREGATOR, Trigger.EVENT),
    EXPORT_TRIGGER(Pipeline.EXPORT, Trigger.EVENT),
    EXPORT_REQUEST(Pipeline.EXPORT, Trigger.QUEUE),
    EXPORT_ANSWER(Pipeline.EXPORT, Trigger.HTTP),
    EVENTLOG_COLLECT(Pipeline.EVENTLOG, Trigger.QUEUE),
    EVENTLOG_TRIGGER(Pipeline.EVENTLOG, Trigger.EVENT),
    FLIGHTS_FETCH(Pipeline.FLIGHTS, Trigger.EVENT),
    FLIGHTS_CONVERT(Pipeline.FLIGHTS, Trigger.QUEUE),
    FLIGHTS_VALIDATE(Pipeline.FLIGHTS, Trigger.QUEUE);

    /** What starts a step, and the class that translates for it. */
    public enum Trigger {
        EVENT("routes.runtime.EventHandler"),
        QUEUE("routes.runtime.QueueHandler"),
        HTTP("routes.runtime.HttpHandler");

        private final String handler;

        Trigger(String handler) {
            this.handler = handler;
        }

        public String handler() {
            return handler;
        }
    }

    private final Pipeline pipeline;
    private final Trigger trigger;

    Step(Pipeline pipeline, Trigger trigger) {
        this.pipeline = pipeline;
        this.trigger = trigger;
    }

    /** As the product calls it: {@code ingest-fetch}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public Trigger trigger() {
        return trigger;
    }
}
