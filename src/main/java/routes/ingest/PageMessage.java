package routes.ingest;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import routes.lake.Names;
import routes.policy.Poison;
import routes.policy.RunId;

/**
 * One page to fetch: {@code {"endpoint":"api-a","ingestion_date":"2026-11-19","page":1,"run_id":"…"}}.
 *
 * @param endpoint name of the source
 * @param date the day whose records are asked for
 * @param page from 1
 * @param runId the run that planned it, where one is known
 */
record PageMessage(String endpoint, LocalDate date, int page, Optional<String> runId) {
    private static final int MOST_PAGES = 999_999;

    PageMessage {
        if (!Names.isPlain(endpoint)) {
            throw new Poison("endpoint is not a name of lower-case letters, digits and dashes");
        }
        if (page < 1 || page > MOST_PAGES) {
            throw new Poison("page is " + page + ", expected 1 to " + MOST_PAGES);
        }
        if (date.getYear() < 1970 || date.getYear() > 9999) {
            throw new Poison("ingestion_date is out of range, expected the years 1970 to 9999");
        }
    }

    /** Reads a message; unknown fields are ignored. What is wrong is named, its contents are not repeated. */
    static PageMessage parse(String json) {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new Poison("message is not a JSON object");
        }
        if (fields == null) {
            throw new Poison("message is not a JSON object but null");
        }
        if (!(fields.get("endpoint") instanceof String endpoint)) {
            throw new Poison("endpoint is missing or no text");
        }
        if (!(fields.get("ingestion_date") instanceof String date) || !date.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw new Poison("ingestion_date is missing or not a date such as 2026-11-19");
        }
        if (!(fields.get("page") instanceof Integer page)) {
            throw new Poison("page is missing or no whole number");
        }
        Optional<String> runId = Optional.ofNullable(fields.get("run_id"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(RunId::isSafe);
        return new PageMessage(endpoint, day(date), page, runId);
    }

    /** The message as it is sent. */
    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("endpoint", endpoint);
        fields.put("ingestion_date", date.toString());
        fields.put("page", page);
        runId.ifPresent(id -> fields.put("run_id", id));
        try {
            return JSON.std.asString(fields);
        } catch (IOException e) {
            throw new IllegalStateException("a page message cannot be written", e);
        }
    }

    /** The page behind this one, of the same run. */
    PageMessage next() {
        return new PageMessage(endpoint, date, page + 1, runId);
    }

    /** Where all pages of this source and day are stored. */
    String prefix() {
        return "raw/source=" + endpoint + "/ingestion_date=" + date + "/";
    }

    /** Where this page is stored. */
    String key() {
        // Not by String.format: it costs each page more than its message does, and a Lambda the locale's data.
        return prefix() + "page=" + Integer.toString(MOST_PAGES + 1 + page).substring(1) + ".json.gz";
    }

    private static LocalDate day(String date) {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new Poison("ingestion_date is no day of the calendar");
        }
    }
}
