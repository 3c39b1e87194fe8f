package routes.flights;

/** What has been decided about a content, for as long as the ledger keeps it. */
enum Standing {
    /** Nothing. */
    NONE,
    /** Nobody should use it, until somebody has looked. */
    QUARANTINED,
    /** Somebody has looked: it may be used, and is not complained of again. */
    RELEASED,
    /** Somebody has looked: it is not to be used. */
    REJECTED
}
