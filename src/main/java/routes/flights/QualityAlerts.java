package routes.flights;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import routes.aws.Alerts;
import routes.aws.Alerts.Alert;
import routes.aws.Alerts.Raised;

/** Tells people what they have to look at: a snapshot of bad quality, a file that is none, a source that is down. */
final class QualityAlerts {
    private final Alerts alerts;
    private final FlightNumbers numbers;

    QualityAlerts(Alerts alerts, FlightNumbers numbers) {
        this.alerts = alerts;
        this.numbers = numbers;
    }

    /** A snapshot was judged and does not pass; told once of each content, and of each cause once in a window. */
    void quality(Judged judged) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("file", judged.file().address());
        body.put("execution_id", judged.file().executionId());
        body.put("quarantined", judged.toQuarantine());
        String score = "0.000";
        if (judged.verdict() instanceof QualityReport report) {
            score = String.format(Locale.ROOT, "%.3f", report.overallScore());
            body.put("timestamp", report.timestamp().toString());
            body.put("total_records", report.totalRecords());
            body.put("overall_score", report.overallScore());
            body.put("quality_grade", report.grade().name());
            body.put(
                    "failed_checks",
                    report.failed().stream().map(QualityAlerts::check).toList());
        }
        body.put("reasons", judged.reasons());
        raise(new Alert(
                "flights-" + judged.cause(),
                Optional.of("flights/" + judged.sha256()),
                "Flight Data Quality Alert - Score: " + score,
                body));
    }

    /** The API's breaker is open; told once of each time that it opened. */
    void sourceIsDown(Instant since, Instant until) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("source", "OpenSky");
        body.put("down_since", since.toString());
        body.put("not_asked_before", until.toString());
        raise(new Alert(
                "flights-source", Optional.of("flights-source/" + since), "Flight Data Alert - OpenSky is down", body));
    }

    private void raise(Alert alert) {
        Raised raised = alerts.raise(alert);
        if (raised != Raised.SENT_BEFORE) {
            numbers.alerted(raised == Raised.SENT);
        }
    }

    private static Map<String, Object> check(CheckResult result) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("applicable", result.score().applicable());
        details.put("issues", result.score().issues());
        result.score().findings().forEach((finding, count) -> {
            if (count > 0) {
                details.put(finding.label(), count);
            }
        });
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("check", result.score().check().label());
        check.put("score", result.score().score());
        check.put("threshold", result.threshold());
        check.put("details", details);
        return check;
    }

    /** Why a snapshot does not pass, a word each. */
    static List<String> words(QualityReport report) {
        return report.causes().stream()
                .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
