package routes.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.GetWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.GetWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

class WorkgroupExaminationTest {
    private final WorkGroup.Builder there = WorkGroup.builder().state(WorkGroupState.ENABLED);
    private final WorkGroupConfiguration.Builder configuration = WorkGroupConfiguration.builder()
            .resultConfiguration(results -> results.outputLocation("s3://elsewhere/"))
            .enforceWorkGroupConfiguration(false);
    private final WorkgroupExamination examination = new WorkgroupExamination(OneWorkgroup::new);

    /** Every workgroup is the one of the test. */
    private final class OneWorkgroup implements AthenaClient {
        @Override
        public GetWorkGroupResponse getWorkGroup(GetWorkGroupRequest request) {
            WorkGroup found = there.name(request.workGroup()).build();
            return GetWorkGroupResponse.builder().workGroup(found).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void aWorkgroupThatIsSwitchedOffIsNamed() {
        there.state(WorkGroupState.DISABLED);
        assertThatThrownBy(() -> examination.look("primary"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("is DISABLED, expected ENABLED: no query runs in it");
    }

    @Test
    void aWorkgroupWhoseResultsAreNotInS3IsNamed() {
        configuration.managedQueryResultsConfiguration(managed -> managed.enabled(true));
        there.configuration(configuration.build());
        assertThatThrownBy(() -> examination.look("primary"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("keeps results for itself");
    }

    @Test
    void aWorkgroupThatPutsResultsWhereItLikesSaysSo() {
        there.configuration(configuration.enforceWorkGroupConfiguration(true).build());
        assertThat(examination.look("primary"))
                .isEqualTo("ENABLED, puts results into s3://elsewhere/ whatever is configured here");
    }

    @Test
    void aWorkgroupThatDoesAsItIsToldIsDescribed() {
        assertThat(examination.look("primary")).isEqualTo("ENABLED");
        there.configuration(configuration.build());
        assertThat(examination.look("primary")).isEqualTo("ENABLED");
    }
}
