package routes.export;

/** What an event asks for. What it may not ask for is a {@link Refusal}. */
sealed interface Asked permits ExportRequest, Resume, Nothing {}
