package routes.observe.log;

/** How a line looks. */
interface Layout {

    /** Appends the line without the end of line. */
    void append(Line line, StringBuilder out);
}
