package local.stubs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;

/** Generates the records of a page: always the same for the same source, day, page and version. */
final class PageContent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] NAMES = {
        "Zoë Ångström", "José Muñoz", "Søren Kjær", "陈晓明", "Łukasz Żak", "Анна Ким", "Aoife Ní Bhriain", "Müge Çelik"
    };
    private static final String[] STATES = {"new", "paid", "packed", "shipped", "returned"};

    private PageContent() {}

    static byte[] of(String source, String date, int page, SourceSettings settings) throws IOException {
        Random random = new Random(Objects.hash(source, date, page, settings.version()) * 0x9E3779B97F4A7C15L);
        int records = settings.recordsOn(date, page);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            boolean wrapped = !settings.shape().equals("bare");
            if (wrapped) {
                out.writeStartObject();
                out.writeFieldName(settings.shape());
            }
            out.writeStartArray();
            for (int record = 1; record <= records; record++) {
                write(out, random, "%s-%s-%d-%d".formatted(source, date, page, record), date);
            }
            out.writeEndArray();
            if (wrapped) {
                out.writeNumberField("page", page);
                if (settings.hasMore()) {
                    out.writeBooleanField("has_more", page < settings.pagesOn(date));
                }
                out.writeEndObject();
            }
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Random random, String id, String date) throws IOException {
        int second = random.nextInt(86_400);
        out.writeStartObject();
        out.writeStringField("id", id);
        out.writeStringField("customer", NAMES[random.nextInt(NAMES.length)]);
        out.writeNumberField("cents", 100 + random.nextInt(99_900));
        out.writeStringField("state", STATES[random.nextInt(STATES.length)]);
        out.writeStringField("at", "%sT%02d:%02d:%02dZ".formatted(date, second / 3600, second / 60 % 60, second % 60));
        out.writeEndObject();
    }
}
