package deployed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at everything that a deployment promises, with requests that change nothing but for one object. */
final class Smoke {
    private static final int ACCEPTED = 204;
    private static final int OK = 200;

    private final Outputs outputs;
    private final Ends ends;
    private final Wishes wishes;

    /**
     * What whoever starts it may choose.
     *
     * @param qualifier the alias that callers get
     * @param export the query of an export that is really made; empty: none is
     * @param token to show to the gateway in place of a signature
     * @param object whether an object goes through the aggregator, to NiFi in the end
     * @param patience for queues to become empty, and for the object
     */
    record Wishes(
            String qualifier, Optional<String> export, Optional<String> token, boolean object, Duration patience) {}

    Smoke(Outputs outputs, Ends ends, Wishes wishes) {
        this.outputs = outputs;
        this.ends = ends;
        this.wishes = wishes;
    }

    /** Tells each finding as soon as it is known. */
    void look(Consumer<Finding> tell) throws IOException, InterruptedException {
        for (Map.Entry<String, String> function : outputs.functions().entrySet()) {
            tell.accept(function(function.getKey(), function.getValue()));
        }
        if (outputs.exportUrl().isPresent()) {
            URI address = URI.create(outputs.exportUrl().get());
            tell.accept(status("export, without credentials", ends.signed().send(address, Map.of()), 401, 403));
            // Nobody who is let in is told 401 or 403 for a missing table.
            tell.accept(status("export, without a table", asked(address), 400));
            if (wishes.export().isPresent()) {
                URI query = URI.create(address + "?" + wishes.export().get());
                tell.accept(status("export, of a table", asked(query), OK, 202, ACCEPTED));
            }
        }
        if (wishes.object()) {
            tell.accept(new Passage(outputs, ends).of("smoke", wishes.patience()));
        }
        queues().forEach(tell);
    }

    private Finding function(String step, String name) throws IOException, InterruptedException {
        Probe probe = Probe.of(step);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Invocation-Type", probe.event().isPresent() ? "RequestResponse" : "DryRun");
        HttpResponse<String> answer = ends.signed()
                .send(
                        "lambda",
                        "POST",
                        ends.lambda()
                                .resolve("/2015-03-31/functions/" + name + "/invocations?Qualifier="
                                        + wishes.qualifier()),
                        headers,
                        probe.event().orElse("{}"));
        String about = "function " + name + ":" + wishes.qualifier();
        if (probe.event().isEmpty()) {
            return new Finding(about, answer.statusCode() == ACCEPTED, "may be called, " + answer.statusCode());
        }
        boolean failed = answer.headers().firstValue("X-Amz-Function-Error").isPresent();
        boolean good = answer.statusCode() == OK && !failed && answer.body().contains(probe.answer());
        return new Finding(
                about,
                good,
                good ? "answered" : "answered " + answer.statusCode() + (failed ? " with an error of its own" : ""));
    }

    private HttpResponse<String> asked(URI address) throws IOException, InterruptedException {
        return wishes.token().isPresent()
                ? ends.signed()
                        .send(
                                address,
                                Map.of(
                                        "Authorization",
                                        "Bearer " + wishes.token().get()))
                : ends.signed().send("execute-api", "GET", address, Map.of(), "");
    }

    private static Finding status(String about, HttpResponse<String> answer, int... expected) {
        for (int one : expected) {
            if (answer.statusCode() == one) {
                return new Finding(about, true, "answered " + one);
            }
        }
        return new Finding(
                about, false, "answered " + answer.statusCode() + ", expected one of " + Arrays.toString(expected));
    }

    private Iterable<Finding> queues() throws InterruptedException {
        Map<String, Integer> depths =
                Patience.until(wishes.patience(), () -> ends.depths(outputs.queues()), Smoke::empty);
        return depths.entrySet().stream()
                .map(queue ->
                        new Finding("queue " + queue.getKey(), queue.getValue() == 0, queue.getValue() + " messages"))
                .toList();
    }

    private static boolean empty(Map<String, Integer> depths) {
        return depths.values().stream().allMatch(depth -> depth == 0);
    }
}
