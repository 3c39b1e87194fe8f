package routes.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.observe.Meter;
import routes.observe.Spans;

/**
 * What every pipeline works with, made once for a process or a Lambda.
 *
 * @param queues SQS in batches
 * @param objects S3 with conditional writes
 * @param athena queries over the lake
 * @param sns alerts to topics, with suppression
 * @param reader of objects exactly as an event told of them
 * @param ledger claims and runs
 * @param tables what stands on tables of a pipeline's own
 * @param secrets by name
 * @param parking where messages go that will not succeed
 * @param meter where numbers go
 * @param spans where traces go
 * @param workers run the messages of a batch side by side
 * @param clock the time
 * @param owner names this process, unique in the fleet
 * @param lease how long a claim holds
 * @param random jitter and salts; nothing that must be secret
 */
public record Lake(
    Queues queues,
    ObjectStore objects,
    Athena.Account athena,
    Alerts.Account sns,
    ObjectReader reader,
    RunLedger ledger,
    Tables tables,
    Secrets secrets,
    Parking parking,
    Meter meter,
    Spans spans,
    ExecutorService workers,
    Clock clock,
    String owner,
    Duration lease,
    RandomGenerator random) {}
