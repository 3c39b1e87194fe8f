package routes.export;

/**
 * An export is to be gone on with where it stands.
 *
 * @param exportId of the export
 */
record Resume(String exportId) implements Asked {

    Resume {
        if (!ExportId.isId(exportId)) {
            throw Refusal.badRequest("resume", "resume is no export id, expected " + ExportId.EXPECTED);
        }
    }
}
