package local.stubs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import local.http.Request;
import local.http.Response;

/** One kind of other end; it may serve several, as the paged source APIs do. */
interface End {
    /** The names under which requests are counted and behaviour is told. */
    Set<String> names();

    /** The name of the end that this request is for, if it is one of these. */
    Optional<String> nameFor(Request request);

    /** Answers, and notes in the entry what it was about. */
    Response answer(String name, Request request, Entry entry) throws IOException, InterruptedException;

    /** Whether it reads bodies as they come and tells their digest to the entry itself, because they may be large. */
    default boolean streams() {
        return false;
    }

    /** What a checker may fetch of all that came in; such requests are not counted. */
    default Optional<Response> show(Request request) throws IOException {
        return Optional.empty();
    }

    /** Adds what it alone knows to the counts, which are told by the names of the ends. */
    default void tell(ObjectNode counts) {}

    /** Takes a lasting setting or a rule of misconduct; what it does not know is refused with the reason. */
    void behave(String name, JsonNode order);

    void reset();
}
