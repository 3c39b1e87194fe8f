package bench.server;

/** What one receive of a message gave out. */
record Receipt(Message message, String handle, int receives, long firstReceivedMillis) {}
