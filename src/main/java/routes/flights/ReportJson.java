package routes.flights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** A report of quality as JSON, with the keys of the specification. */
final class ReportJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReportJson() {}

    static byte[] of(QualityReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("timestamp", report.timestamp().toString());
            json.writeNumberField("total_records", report.totalRecords());
            json.writeNumberField("total_checks", report.results().size());
            json.writeNumberField("passed_checks", report.passedChecks());
            json.writeNumberField("failed_checks", report.failed().size());
            json.writeNumberField("overall_score", report.overallScore());
            json.writeStringField("quality_grade", report.grade().name());
            json.writeBooleanField("passed_threshold", report.passed());
            json.writeArrayFieldStart("individual_results");
            for (CheckResult result : report.results()) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, CheckResult result) throws IOException {
        CheckScore score = result.score();
        json.writeStartObject();
        json.writeStringField("check", score.check().label());
        json.writeNumberField("score", score.score());
        json.writeNumberField("threshold", result.threshold());
        json.writeBooleanField("passed", result.passed());
        json.writeObjectFieldStart("details");
        json.writeNumberField("applicable", score.applicable());
        json.writeNumberField("issues", score.issues());
        for (Map.Entry<Finding, Long> finding : score.findings().entrySet()) {
            json.writeNumberField(finding.getKey().label(), finding.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
