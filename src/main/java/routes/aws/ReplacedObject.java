package routes.aws;

/** Another content has taken an object's place while it was to be read, or none. */
public final class ReplacedObject extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplacedObject(String key) {
        super("object " + key + " has been replaced while it was read");
    }
}
