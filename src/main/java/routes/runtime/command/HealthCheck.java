package routes.runtime.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks addresses whether all is well, for a container without a shell: {@code java … HealthCheck <address>…} ends with 0
 * when each of them answers with a status below 400, and otherwise with 1 and a line that says which does not.
 */
public final class HealthCheck {
    private static final int MILLIS = 3_000;

    private HealthCheck() {}

    public static void main(String[] addresses) {
        for (String address : addresses) {
            String answer = ask(URI.create(address));
            if (!answer.isEmpty()) {
                System.err.println(address + " " + answer + ", expected a status below 400");
                System.exit(ExitCodes.FAILED);
            }
        }
    }

    /** What is wrong; empty when nothing is. */
    private static String ask(URI address) {
        try {
            HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
            call.setConnectTimeout(MILLIS);
            call.setReadTimeout(MILLIS);
            int status = call.getResponseCode();
            return status < HttpURLConnection.HTTP_BAD_REQUEST ? "" : "answers with status " + status;
        } catch (IOException down) {
            return "does not answer (" + down + ")";
        }
    }
}
