package bench.null_client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Canned requests, with the headers that a signed request of an SDK has. */
final class Requests {
    private Requests() {}

    /** A request of SQS or DynamoDB; the service is part of the action, as in {@code AmazonSQS.ReceiveMessage}. */
    static byte[] json(String action, String body) {
        byte[] head = head(
                "POST",
                "/",
                "X-Amz-Target: " + action + "\r\nContent-Type: application/x-amz-json-1.0\r\n",
                body.length());
        byte[] request = new byte[head.length + body.length()];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body.getBytes(US_ASCII), 0, request, head.length, body.length());
        return request;
    }

    /** Everything but the body. */
    static byte[] head(String method, String target, String headers, int length) {
        return (method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: null-client\r\n"
                        + "X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/"
                        + "us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64)
                        + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** The body of a {@code SendMessageBatch} of so many equal messages, whose text is escaped already. */
    static String messages(String queueUrl, int count, String text) {
        StringBuilder entries = new StringBuilder();
        for (int id = 0; id < count; id++) {
            entries.append(id == 0 ? "" : ",")
                    .append("{\"Id\":\"")
                    .append(id)
                    .append("\",\"MessageBody\":\"")
                    .append(text)
                    .append("\"}");
        }
        return "{\"QueueUrl\":\"" + queueUrl + "\",\"Entries\":[" + entries + "]}";
    }

    static String reception(String queueUrl, int most) {
        return "{\"QueueUrl\":\"" + queueUrl + "\",\"MaxNumberOfMessages\":" + most
                + ",\"WaitTimeSeconds\":20,\"VisibilityTimeout\":300,\"AttributeNames\":[\"ApproximateReceiveCount\"]}";
    }
}
