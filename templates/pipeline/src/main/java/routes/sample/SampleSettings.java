package routes.sample;

import java.time.Duration;
import routes.policy.Schedule;
import routes.settings.Settings;

/**
 * All that the pipeline is told from outside.
 *
 * @param sourceBucket where the files are, in a folder for each day
 * @param prefix of those folders
 * @param reportBucket where reports are
 * @param schedule of reports, each of the day before
 * @param catchUp how far back missed reports are made up for
 */
public record SampleSettings(
        String sourceBucket, String prefix, String reportBucket, Schedule schedule, Duration catchUp) {

    /** Reads every key; what is wrong is collected in {@code settings}. */
    public static SampleSettings read(Settings settings) {
        return new SampleSettings(
                settings.name("sample.source-bucket"),
                settings.text("sample.prefix"),
                settings.name("sample.report-bucket"),
                settings.as(
                        "sample.schedule", "a Quartz cron expression", Schedule.parse("0 0 2 * * ?"), Schedule::parse),
                settings.duration("sample.catch-up", Duration.ofSeconds(1), Duration.ofDays(30)));
    }
}
