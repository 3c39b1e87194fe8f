package routes.eventlog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a visit, as its file says; made by {@link EventReader}, which lets nothing wrong through.
 *
 * @param action what happened
 * @param study in whose course
 * @param adcid number of the centre in its pipelines
 * @param project its label
 * @param center its label
 * @param gear that acted
 * @param ptid of the participant
 * @param visitDate {@code YYYY-MM-DD}
 * @param visitNumber where there is one
 * @param datatype that it is about
 * @param module of a form
 * @param packet where there is one
 * @param timestamp when, in microseconds since 1970 UTC
 * @param extra fields that the contract does not know, as JSON
 */
record LogEvent(
        String action,
        String study,
        int adcid,
        String project,
        String center,
        String gear,
        String ptid,
        String visitDate,
        @Nullable String visitNumber,
        String datatype,
        @Nullable String module,
        @Nullable String packet,
        long timestamp,
        Map<String, String> extra) {
    private static final String SANDBOX = "sandbox-";

    Group group() {
        return new Group(study, datatype);
    }

    /** It happened in a project for trying things out: it is no part of anybody's history. */
    boolean isSandbox() {
        return project.startsWith(SANDBOX);
    }
}
