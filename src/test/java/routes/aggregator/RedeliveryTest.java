package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aggregator.BundleState.Empty;
import routes.aggregator.BundleState.Pending;
import routes.aggregator.Redelivery.Answer;
import routes.aggregator.Redelivery.Fate;
import routes.aws.ObjectListing;
import routes.policy.QueueMessage;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Which bundles are sent once more, and what is written for it. */
class RedeliveryTest {
    private static final String UNKNOWN = "bundle-00000000000000000000000000000000";

    private final MemoryAggregator lake = new MemoryAggregator();
    private final ArchivedBundles bundles = new ArchivedBundles(lake);
    private final Redelivery redelivery = new Redelivery(lake.lake, lake.settings, new ObjectListing(() -> lake.s3));

    private List<String> messages() {
        return lake.sqs.bodies("aggregator-deliveries");
    }

    private Bundle found(Bundle bundle) {
        return bundles.ledger().find(bundle.id()).orElseThrow();
    }

    private void assertIsRefused(Bundle bundle, String because) {
        Bundle before = found(bundle);
        Answer answer = redelivery.again(bundle.id(), false);
        assertThat(answer.fate()).isEqualTo(Fate.REFUSED);
        assertThat(answer.said()).contains(because);
        assertThat(found(bundle)).isEqualTo(before);
        assertThat(messages()).isEmpty();
    }

    @Test
    void aBundleThatIsBeingSentIsLeftToWhoSendsIt() {
        Bundle bundle = bundles.delivering("data/a");
        assertIsRefused(
                bundle, "is DELIVERING: aggregator-20261120T010000Z-00000001 works on it, until 2026-11-20T01:05");
    }

    @Test
    void aBundleWhoseMakerIsAboutToEnqueueItIsLeftToHim() {
        assertIsRefused(bundles.archived("data/a"), "is ARCHIVED: ");
    }

    @Test
    void aBundleThatIsNotArchivedCannotBeSent() {
        Bundle bundle = bundles.planned("data/a");
        lake.pass(Duration.ofHours(1));
        assertIsRefused(bundle, "is PLANNED: it does not lie in the archive yet");
    }

    @Test
    void aBundleOfNothingCannotBeSent() {
        Bundle bundle = bundles.planned("data/a");
        bundles.change(bundle, new Empty());
        assertIsRefused(bundle, "is EMPTY: none of its objects could ever be read");
    }

    @Test
    void aBundleThatIsGoneFromTheArchiveCannotBeSent() {
        Bundle bundle = bundles.delivered("data/a");
        lake.s3.remove(bundle.key());
        assertIsRefused(bundle, "is DELIVERED, but it is gone from the archive: s3://archive/" + bundle.key());
    }

    @Test
    void aBundleThatSomebodyChangesMeanwhileIsLeftToHim() {
        Bundle bundle = bundles.delivered("data/a");
        lake.dynamoDb.beforeNextWrite(() -> bundles.ledger().touch(bundle));
        assertThat(redelivery.again(bundle.id(), false))
                .isEqualTo(new Answer(bundle.id(), Fate.REFUSED, "has changed just now: ask again"));
        assertThat(messages()).isEmpty();
    }

    @Test
    void aBundleThatNobodyKnowsIsRefusedWithWhatToDo() {
        Answer answer = redelivery.again(UNKNOWN, false);
        assertThat(answer.fate()).isEqualTo(Fate.REFUSED);
        assertThat(answer.said()).contains("not in the table lake-objects", "name it by its key in the archive");
        assertThat(redelivery.again("bundles/2026/11/20/01/" + UNKNOWN + ".tar.gz", false))
                .isEqualTo(
                        new Answer(UNKNOWN, Fate.REFUSED, "is neither in the table lake-objects nor in the archive"));
    }

    @Test
    void anObjectThatOnlyLooksLikeABundleIsRefused() {
        String key = "bundles/2026/11/20/01/" + UNKNOWN + ".tar.gz";
        lake.s3.putObject(
                PutObjectRequest.builder().bucket("archive").key(key).build(), RequestBody.fromString("anything"));
        Answer answer = redelivery.again(key, false);
        assertThat(answer.fate()).isEqualTo(Fate.REFUSED);
        assertThat(answer.said()).contains("without the metadata of a bundle");
        assertThat(lake.states()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeEnqueuedIsLeftToTheSweep() {
        Bundle bundle = bundles.delivered("data/a");
        lake.sqs.refuse(entry -> true);
        Answer answer = redelivery.again(bundle.id(), false);
        assertThat(answer.fate()).isEqualTo(Fate.NOT_ENQUEUED);
        assertThat(answer.said()).contains("InternalError", "sweep");
        assertThat(found(bundle).state()).isInstanceOf(Pending.class);

        lake.sqs.refuse(entry -> false);
        lake.pass(Duration.ofMinutes(59));
        assertThat(lake.parts.sweep().look("run-2").enqueued()).isEmpty();
        lake.pass(Duration.ofMinutes(2));
        assertThat(lake.parts.sweep().look("run-2").enqueued()).containsExactly(bundle.id());
        assertThat(messages()).hasSize(1);
    }

    @Test
    void aTableThatDoesNotAnswerIsNoReasonToSendAnything() {
        Bundle bundle = bundles.delivered("data/a");
        lake.dynamoDb.refuse(() -> DynamoDbException.builder().message("down").build());
        assertThatThrownBy(() -> redelivery.again(bundle.id(), false)).isInstanceOf(DynamoDbException.class);
        assertThat(messages()).isEmpty();
    }

    static Stream<Named<BiFunction<ArchivedBundles, MemoryAggregator, Bundle>>> thoseThatCanBeSent() {
        return Stream.of(
                Named.of("delivered", (bundles, lake) -> bundles.delivered("data/a")),
                Named.of("parked", (bundles, lake) -> bundles.parked("data/a")),
                Named.of("pending, its message lost", (bundles, lake) -> bundles.pending("data/a")),
                Named.of("archived by one who died", (bundles, lake) -> {
                    Bundle bundle = bundles.archived("data/a");
                    lake.pass(Duration.ofMinutes(5));
                    return bundle;
                }),
                Named.of("sent by one who died", (bundles, lake) -> {
                    Bundle bundle = bundles.delivering("data/a");
                    lake.pass(Duration.ofMinutes(5));
                    return bundle;
                }));
    }

    @ParameterizedTest
    @MethodSource("thoseThatCanBeSent")
    void anArchivedBundleBecomesPendingWithoutAttemptsAndItsMessageIsSent(
            BiFunction<ArchivedBundles, MemoryAggregator, Bundle> made) {
        Bundle bundle = made.apply(bundles, lake);
        lake.pass(Duration.ofMinutes(10));
        assertThat(redelivery.again(bundle.id(), false))
                .isEqualTo(new Answer(bundle.id(), Fate.SENT, "s3://archive/" + bundle.key()));
        Bundle again = found(bundle);
        assertThat(again.state()).isEqualTo(new Pending(bundle.state().stored().orElseThrow(), 0));
        assertThat(again.since()).as("the sweep counts from now").isEqualTo(lake.clock.instant());
        assertThat(again.objects()).isEqualTo(bundle.objects());
        assertThat(messages()).containsExactly(DeliveryMessage.of(bundle).json());
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        Bundle sent = bundles.delivered("data/a");
        Bundle old = bundles.delivered("data/b");
        int writes = lake.dynamoDb.writes();
        assertThat(redelivery.again(sent.id(), true).fate()).isEqualTo(Fate.WOULD_BE_SENT);
        lake.pass(Duration.ofDays(31));
        assertThat(redelivery.again(old.key(), true).fate()).isEqualTo(Fate.WOULD_BE_SENT);
        assertThat(lake.dynamoDb.writes()).isEqualTo(writes);
        assertThat(messages()).isEmpty();
    }

    @Test
    void aBundleWhoseRowIsOverIsRestoredFromTheArchive() {
        Bundle bundle = bundles.delivered("data/a", "data/b");
        lake.pass(Duration.ofDays(31));
        assertThat(redelivery.again("s3://archive/" + bundle.key(), false).fate())
                .isEqualTo(Fate.SENT);
        Bundle again = found(bundle);
        assertThat(again.key()).isEqualTo(bundle.key());
        assertThat(again.runId()).isEqualTo(bundle.runId());
        assertThat(again.state()).isEqualTo(new Pending(new Archive("ab".repeat(32), 5, 2), 0));
        assertThat(messages()).containsExactly(DeliveryMessage.of(again).json());
        assertThat(lake.parts
                        .claims()
                        .begin(
                                new QueueMessage(
                                        "d0",
                                        "aggregator-deliveries",
                                        messages().get(0),
                                        Map.of(),
                                        1),
                                "run-2"))
                .as("what the deliverer makes of it")
                .isInstanceOf(Attempt.class);
    }

    @Test
    void aRowThatSomebodyElseRestoresMeanwhileIsLeftToHim() {
        Bundle bundle = bundles.delivered("data/a");
        lake.pass(Duration.ofDays(31));
        lake.dynamoDb.beforeNextWrite(() -> redelivery.again(bundle.key(), false));
        assertThat(redelivery.again(bundle.key(), false).fate()).isEqualTo(Fate.REFUSED);
        assertThat(messages()).hasSize(1);
    }

    @Test
    void theBundlesOfAnHourAreListedWithoutTheirManifests() {
        Bundle one = bundles.delivered("data/a");
        lake.s3.putObject(
                PutObjectRequest.builder()
                        .bucket("archive")
                        .key(one.manifestKey())
                        .build(),
                RequestBody.fromString("{}"));
        lake.pass(Duration.ofHours(1));
        Bundle later = bundles.delivered("data/b");
        assertThat(redelivery.planned(one.plannedAt())).containsExactly(one.key());
        assertThat(redelivery.planned(later.plannedAt())).containsExactly(later.key());
        assertThat(redelivery.planned(later.plannedAt().plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundle-123",
                "bundles/2026/11/20/01/bundle-00000000000000000000000000000000.manifest.json",
                "bundles/2026/11/20/bundle-00000000000000000000000000000000.tar.gz",
                "s3://other/bundles/2026/11/20/01/bundle-00000000000000000000000000000000.tar.gz",
                ""
            })
    void whatNamesNoBundleIsNone(String name) {
        assertThat(redelivery.isName(name)).isFalse();
    }

    @Test
    void aBundleIsNamedByItsIdItsKeyOrItsAddress() {
        String key = "bundles/2026/11/20/01/" + UNKNOWN + ".zip";
        assertThat(List.of(UNKNOWN, key, "s3://archive/" + key)).allMatch(redelivery::isName);
    }
}
