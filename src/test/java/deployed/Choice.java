package deployed;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What both tests have to be told. */
final class Choice {
    private static final String PROD = "prod";

    @Parameters(paramLabel = "<environment>", description = "Such as dev.")
    private String environment = "";

    @Option(
            names = "--outputs",
            paramLabel = "<file>",
            description = "What cdk deploy --outputs-file has written; default: infra/target/outputs.json.")
    private Path outputs = Path.of("infra/target/outputs.json");

    @Option(names = "--region", paramLabel = "<name>", description = "Default: AWS_REGION, else eu-west-1.")
    private String region = System.getenv().getOrDefault("AWS_REGION", "eu-west-1");

    @Option(
            names = "--patience",
            paramLabel = "<seconds>",
            description = "For queues to become empty, and for an object to be archived; default: 120.")
    private int patience = 120;

    @Option(names = "--in-prod", description = "Needed for prod, and refused elsewhere.")
    private boolean inProd;

    /** @throws IllegalArgumentException when production was not named twice, or the file is none */
    Outputs outputs() {
        if (environment.equals(PROD) != inProd) {
            throw new IllegalArgumentException("environment is " + environment + ", expected "
                    + (inProd ? PROD + " with --in-prod" : "another one, or --in-prod as well"));
        }
        return Outputs.read(outputs, environment);
    }

    Ends ends() {
        return Ends.of(region, System.getenv());
    }

    Duration patience() {
        return Duration.ofSeconds(patience);
    }
}
