package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import routes.observe.Telemetry;

class QueueDoorIT {

    @Test
    void oneHandTakesOpensAndSettlesWhatADoorReceives() throws Exception {
        try (TestLake lake = new TestLake()) {
            Assembly assembly = Assembly.of(
                    lake.settings("ingest.catch-up", "0s"),
                    List.of(),
                    new CountingMeter(),
                    Telemetry.off(),
                    Clock.systemUTC());
            CamelApplication application = new CamelApplication(assembly, true);
            Set<Object> hands = new HashSet<>();
            try (application) {
                application.start();
                application.context().hasService(service -> service instanceof Hand && !hands.add(service));
            }
            assertThat(hands).hasSize(TestLake.SOURCES.size());
        }
    }
}
