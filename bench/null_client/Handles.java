package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Copies the receipt handles of one answer into the request that deletes those messages. */
final class Handles {
    private static final String FIELD = "\"ReceiptHandle\":\"";

    private Handles() {}

    static String deletion(String queueUrl, byte[] received) {
        String answer = new String(received, US_ASCII);
        StringBuilder entries = new StringBuilder();
        int id = 0;
        for (int at = answer.indexOf(FIELD); at >= 0; at = answer.indexOf(FIELD, at)) {
            at += FIELD.length();
            entries.append(id == 0 ? "" : ",")
                    .append("{\"Id\":\"")
                    .append(id++)
                    .append("\",\"ReceiptHandle\":\"")
                    .append(answer, at, answer.indexOf('"', at))
                    .append("\"}");
        }
        return "{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[" + entries + "]}";
    }
}
