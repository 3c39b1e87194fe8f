"""The work of one run: whole days of pages, planned on the queues, done when all are stored and the queues empty."""

import urllib.request

from harness import worker


class Load:
    def __init__(self, server, pages, records, pages_per_day):
        self.server = server
        self.records = records
        self.pages_per_day = pages_per_day
        a_day = len(worker.SOURCES) * pages_per_day
        self.days = worker.days(-(-pages // a_day))
        self.units = len(self.days) * a_day

    def plan(self):
        """Empties the server, and puts the first page of each day on the queues."""
        self.server.reset(self.records, self.pages_per_day)
        worker.plan(self.server, self.days)

    def is_done(self):
        stats = self.server.stats()
        if worker.parked(stats):
            raise RuntimeError(f"the worker has parked messages: {stats['queues']}")
        return stats["objects"] >= self.units and not worker.waiting(stats)

    def contents(self):
        """Some of what is compressed."""
        url = f"{self.server.endpoint}/source/api-a?date={self.days[0]}&page="
        return [urllib.request.urlopen(url + str(page)).read() for page in range(1, self.pages_per_day + 1)]

    def environment(self, **more):
        return worker.environment(self.server, self.records, **more)
