package local.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.time.Instant;

/** Writes points in time as AWS does: seconds, which CBOR marks with tag 1. */
final class Times extends JsonSerializer<Instant> {
    private static final int EPOCH_SECONDS = 1;

    static SimpleModule module() {
        return new SimpleModule().addSerializer(Instant.class, new Times());
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializerProvider unused) throws IOException {
        if (out instanceof CBORGenerator cbor) {
            cbor.writeTag(EPOCH_SECONDS);
        }
        out.writeNumber(time.toEpochMilli() / 1000.0);
    }
}
