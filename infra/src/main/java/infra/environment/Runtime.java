package infra.environment;

/** Where pipelines run: what is deployed around them depends on it. */
public enum Runtime {
    /** As functions, started by schedules, queues and requests. */
    LAMBDA,
    /** As a process in an EKS cluster: no functions and no schedules here, but roles of pods. */
    KUBERNETES
}
