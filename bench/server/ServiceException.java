package bench.server;

import java.util.Map;

/** A refusal in the words of the AWS service concerned, which its protocol turns into JSON or XML. */
final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;
    /** What the answer says besides, by name. */
    final transient Map<String, Object> more;

    ServiceException(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    ServiceException(int status, String code, String message, Map<String, Object> more) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.more = more;
    }
}
