package routes.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.policy.Failures;
import routes.policy.HttpCall;
import routes.policy.HttpReply;
import routes.policy.Problem;

/** What is answered over HTTP: to a wish for an export, to the question where one stands, and to everything else. */
final class ExportAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ExportAnswers.class);
    private static final String ID = "X-Export-Id";
    private static final Pattern ONE = Pattern.compile("/export/([0-9a-f]{32})");

    private final ExportInterface description = new ExportInterface();
    private final ExportGuard guard;
    private final ExportEvents events;
    private final Exports exports;

    ExportAnswers(ExportGuard guard, ExportEvents events, Exports exports) {
        this.guard = guard;
        this.events = events;
        this.exports = exports;
    }

    /**
     * Understands a call.
     *
     * @return an {@link ExportRequest}, or the {@link HttpReply} when nothing is to be exported
     * @throws Refusal when it asks for what it may not
     */
    Object read(HttpCall call) {
        Optional<HttpReply> refusal = guard.refusal(call);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (call.path().equals(ExportInterface.PATH)) {
            return description.description();
        }
        Matcher one = ONE.matcher(call.path());
        if (one.matches()) {
            return exports.find(one.group(1))
                    .map(ExportAnswers::standing)
                    .orElseGet(() -> HttpReply.problem(Problem.of(404, "there is no export of that id")));
        }
        if (!call.path().equals("/export")) {
            return HttpReply.problem(
                    Problem.of(404, "there is nothing at this path, expected /export or /export/<id>"));
        }
        ExportRequest request = events.http(call.query(), call.header("idempotency-key"), call.requestId(), call.at());
        return request.dryRun() ? of(exports.dryRun(request)) : request;
    }

    /** The answer to a wish for an export. */
    HttpReply of(ExportResult result) {
        return switch (result.status()) {
            case 204 -> HttpReply.empty(204).with(ID, result.exportId());
            case 200, 207 -> HttpReply.json(result.status(), result.asMap());
            case 202 ->
                HttpReply.json(202, result.asMap())
                        .with("Location", "/export/" + result.exportId())
                        .with("Retry-After", seconds(result, 5));
            // Only a key can be somebody else's.
            case 409 ->
                HttpReply.problem(Problem.of(409, HttpQuery.KEY_HEADER, result.message()))
                        .with(ID, result.exportId());
            case 500 -> generic().with(ID, result.exportId());
            case 502 -> problem(result).with("Retry-After", seconds(result, 60));
            default -> problem(result);
        };
    }

    /** The answer to a call that failed before anything was begun, or for a reason that is none of the caller's business. */
    HttpReply failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return HttpReply.problem(Problem.of(refusal.status(), refusal.field(), refusal.getMessage()));
            }
        }
        LOG.error("request failed: {}", Failures.reason(failure), failure);
        return generic();
    }

    private static HttpReply problem(ExportResult result) {
        return HttpReply.problem(Problem.of(result.status(), result.message())).with(ID, result.exportId());
    }

    private static HttpReply generic() {
        return HttpReply.problem(Problem.of(500, "the request failed; its reason is in the log"));
    }

    /** Where an export stands, with what it came to as far as it got. */
    private static HttpReply standing(ExportRow row) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("exportId", row.request().exportId());
        body.put("table", row.request().table());
        body.put("askedAt", row.askedAt().toString());
        body.put("state", row.state());
        row.result().ifPresent(result -> {
            Map<String, Object> shown = new LinkedHashMap<>(result.asMap());
            if (result.status() == 500) {
                shown.put("message", "failed; its reason is in the log");
            }
            body.put("status", result.status());
            body.put("result", shown);
        });
        return HttpReply.json(200, body);
    }

    private static String seconds(ExportResult result, int otherwise) {
        return Long.toString(
                result.after().map(Duration::toSeconds).filter(s -> s > 0).orElse((long) otherwise));
    }
}
