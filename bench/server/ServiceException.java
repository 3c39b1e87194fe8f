package bench.server;

/** A refusal in the words of the AWS service concerned, which its protocol turns into JSON or XML. */
final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;

    ServiceException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }
}
