package routes.ingest;

/** How the pages of a source's day are found. */
sealed interface Paging {

    /** The last page that may ever be asked for. */
    int lastPage();

    /** How many pages a plan sends for one day. */
    int planned();

    /**
     * The fetch of a page enqueues the next one until the source says that it was the last.
     *
     * @param maxPages where to stop at the latest; reaching it is an alarm
     */
    record Follow(int maxPages) implements Paging {
        @Override
        public int lastPage() {
            return maxPages;
        }

        @Override
        public int planned() {
            return 1;
        }
    }

    /**
     * Always the same pages, whatever the source says.
     *
     * @param pages from 1 to this one
     */
    record Fixed(int pages) implements Paging {
        @Override
        public int lastPage() {
            return pages;
        }

        @Override
        public int planned() {
            return pages;
        }
    }

    /** Reads {@code follow} or {@code fixed:<n>}. */
    static Paging parse(String text, int maxPages) {
        if (text.equals("follow")) {
            return new Follow(maxPages);
        }
        if (!text.matches("fixed:[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("paging");
        }
        return new Fixed(Integer.parseInt(text.substring("fixed:".length())));
    }
}
