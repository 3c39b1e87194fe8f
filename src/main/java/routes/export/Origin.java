package routes.export;

/** Who asked for an export. */
enum Origin {
    /** A schedule: nobody waits. */
    SCHEDULE,
    /** An object that came into the lake: nobody waits. */
    OBJECT,
    /** A caller over HTTP, who is told how it went. */
    HTTP
}
