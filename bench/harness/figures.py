"""The arithmetic of the reports."""

import statistics
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Run:
    """One measured run of one worker."""

    worker: str
    pages: int
    wall_seconds: float
    first_page_seconds: float
    user_seconds: float
    system_seconds: float
    peak_rss_mib: float
    foreign_cores: float
    requests: dict
    digest: str

    @property
    def pages_per_second(self):
        return self.pages / self.wall_seconds

    @property
    def steady_pages_per_second(self):
        """Without what it takes to start: from the first page stored to the last."""
        return (self.pages - 1) / (self.wall_seconds - self.first_page_seconds)

    @property
    def cpu_seconds(self):
        return self.user_seconds + self.system_seconds

    @property
    def cpu_ms_per_page(self):
        return 1000 * self.cpu_seconds / self.pages

    @property
    def pages_per_cpu_second(self):
        return self.pages / self.cpu_seconds

    def as_json(self):
        derived = ("pages_per_second", "steady_pages_per_second", "cpu_ms_per_page", "pages_per_cpu_second")
        return {**asdict(self), **{name: getattr(self, name) for name in derived}}


def spread(values):
    """(minimum, median, maximum)"""
    values = list(values)
    return min(values), statistics.median(values), max(values)


def pair_ratios(ours, peers, figure):
    """Ours divided by the peer's, run by run as they followed each other."""
    if len(ours) != len(peers):
        raise ValueError(f"ours has {len(ours)} runs, the peer {len(peers)}: they must come in pairs")
    return [figure(one) / figure(other) for one, other in zip(ours, peers)]
