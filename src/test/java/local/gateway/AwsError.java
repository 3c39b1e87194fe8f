package local.gateway;

/** An error that the caller is told in the form of the service that was asked. */
final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    AwsError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
