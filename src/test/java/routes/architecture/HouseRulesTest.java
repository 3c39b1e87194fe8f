package routes.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Processor;
import org.jspecify.annotations.NullMarked;

/** The house's own law: what may import what, and what nobody does. */
@AnalyzeClasses(packages = "routes", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    /** Every room that is no pipeline; a package that is not named here is one. */
    private static final String[] ROOMS = {
        "routes",
        "routes.lake..",
        "routes.settings..",
        "routes.aws..",
        "routes.observe..",
        "routes.policy..",
        "routes.runtime.."
    };

    private static final String CAMEL = "org.apache.camel..";
    private static final String AWS_SDK = "software.amazon..";

    private static final DescribedPredicate<JavaClass> PIPELINES =
            resideInAnyPackage("routes..").and(resideOutsideOfPackages(ROOMS)).as("pipelines");
    private static final DescribedPredicate<JavaClass> ROUTES_AND_STEPS = describe(
            "routes, processors and tallies",
            type -> outermost(type).getSimpleName().matches(".*(Routes|Processor|Tally)")
                    || outermost(type).isAssignableTo(AggregationStrategy.class)
                    || outermost(type).isAssignableTo(Processor.class));

    @ArchTest
    static final ArchRule pipelinesDoNotKnowEachOther = classes()
            .that(PIPELINES)
            .should(notKnowAnotherPipeline())
            .because("pipelines meet only through buckets and queues: each can be run, changed and removed alone");

    @ArchTest
    static final ArchRule nobodyKnowsTheRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("routes.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("routes.runtime..")
            .because("the same steps run as Lambdas and as one process: doors know the rooms, not the other way round");

    @ArchTest
    static final ArchRule onlyRoutesAndTheirStepsKnowCamelInAPipeline = noClasses()
            .that(PIPELINES.and(not(ROUTES_AND_STEPS)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CAMEL)
            .because("routes decide order, plain classes decide content and are tested without a context");

    @ArchTest
    static final ArchRule onlySomeRoomsKnowTheAwsSdk = noClasses()
            .that()
            .resideOutsideOfPackages("routes.aws..", "routes.runtime..", "routes.observe..")
            .and(not(named("routes.policy.Failures")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(AWS_SDK)
            .because("what is conditional, batched or paged about AWS is said once, in the room of that name");

    @ArchTest
    static final ArchRule theLakeKnowsNoOtherRoom = classes()
            .that()
            .resideInAPackage("routes.lake..")
            .should(notKnowAnotherRoomThan("routes.lake"))
            .because("the lake's words are the same whoever speaks them");

    @ArchTest
    static final ArchRule settingsKnowNoOtherRoom = classes()
            .that()
            .resideInAPackage("routes.settings..")
            .should(notKnowAnotherRoomThan("routes.settings"))
            .because("configuration is read before anything else exists");

    @ArchTest
    static final ArchRule lakeAndSettingsKnowNeitherCamelNorTheAwsSdk = noClasses()
            .that()
            .resideInAnyPackage("routes.lake..", "routes.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CAMEL, AWS_SDK)
            .because("they are plain values and files, and start in no time");

    @ArchTest
    static final ArchRule onlyTheRuntimeAsksForTheTime = noClasses()
            .that()
            .resideOutsideOfPackages("routes.runtime..", "routes.observe.log..")
            // AWS takes no signature of another time, whatever day is worked on.
            .and()
            .doNotHaveFullyQualifiedName("routes.aws.SignedCall")
            .should()
            .accessTargetWhere(target(asksForTheTime()))
            .because(
                    "time is an argument or a Clock from the edge: every date can be tested, and none is today by mistake");

    @ArchTest
    static final ArchRule onlyTheRuntimePrints = noClasses()
            .that()
            .resideOutsideOfPackage("routes.runtime..")
            .should()
            .accessTargetWhere(target(isStandardStream()))
            .because("standard output belongs to the command line, and to JSON lines in a Lambda");

    @ArchTest
    static final ArchRule nobodyLogsPastSlf4j = noClasses()
            .that()
            .haveNameNotMatching("routes\\.observe\\.SdkWarnings.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("there is one log, whose lines carry the run id; one class turns what a library says past it");

    @ArchTest
    static final ArchRule onlyTheClientFactoryChoosesAnHttpClient = noClasses()
            .that(not(named("routes.aws.Clients").or(nestedIn("routes.aws.Clients"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk.http.urlconnection..")
            .because("one HTTP client serves all AWS clients of a process, with one set of time-outs");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = fields().should(notBeInjected())
            .because("what a class needs stands in its constructor, where a test can give it");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common)")
            .because("such a name says that nobody knew what the class promises");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().should(liveInANullMarkedPackage()).because("whatever may be null says so");

    /** The class itself, or the one that it is nested in: an anonymous class belongs to its house. */
    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return describe(name, type -> type.getName().equals(name));
    }

    private static DescribedPredicate<JavaClass> nestedIn(String name) {
        return describe("nested in " + name, type -> outermost(type).getName().equals(name));
    }

    private static DescribedPredicate<AccessTarget> asksForTheTime() {
        return describe("the present time", target -> {
            String owner = target.getOwner().getName();
            boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
            boolean clock = owner.equals("java.time.Clock") && target.getName().startsWith("system");
            boolean millis =
                    owner.equals("java.lang.System") && target.getName().equals("currentTimeMillis");
            boolean date =
                    Set.of("java.util.Date", "java.util.GregorianCalendar").contains(owner)
                            && target.getFullName().endsWith(".<init>()");
            return now || clock || millis || date;
        });
    }

    private static DescribedPredicate<AccessTarget> isStandardStream() {
        return describe(
                "a standard stream",
                target -> target.getOwner().isEquivalentTo(System.class)
                        && Set.of("out", "err").contains(target.getName()));
    }

    private static ArchCondition<JavaClass> notKnowAnotherPipeline() {
        return condition(
                "not know another pipeline",
                (type, events) -> type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> PIPELINES.test(dependency.getTargetClass()))
                        .filter(dependency -> !room(dependency.getTargetClass()).equals(room(type)))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()))));
    }

    private static ArchCondition<JavaClass> notKnowAnotherRoomThan(String own) {
        return condition(
                "not know another room",
                (type, events) -> type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("routes"))
                        .filter(dependency -> !room(dependency.getTargetClass()).equals(own))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()))));
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return condition("live in a @NullMarked package", (type, events) -> {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
            }
        });
    }

    private static ArchCondition<JavaField> notBeInjected() {
        return ArchConditions.not(
                beAnnotatedWith(
                        describe(
                                "an annotation that injects",
                                annotation -> annotation
                                        .getRawType()
                                        .getName()
                                        .matches(
                                                "(jakarta|javax)\\..*(Inject|Resource|Named)|org\\.apache\\.camel\\..*(Inject|Produce)"))));
    }

    /** {@code routes.ingest} for every class in it and below it. */
    private static String room(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 1 ? parts[0] + "." + parts[1] : parts[0];
    }

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }
}
