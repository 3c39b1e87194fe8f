"""The arithmetic of the reports."""

import statistics
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Run:
    """One measured run of one worker; what it counts, pages or objects, depends on the benchmark, as does
    what is told of it besides."""

    worker: str
    units: int
    mib: float
    wall_seconds: float
    first_unit_seconds: float
    user_seconds: float
    system_seconds: float
    peak_rss_mib: float
    foreign_cores: float
    requests: dict
    digest: str
    more: dict = field(default_factory=dict)

    @property
    def units_per_second(self):
        return self.units / self.wall_seconds

    @property
    def steady_units_per_second(self):
        """Without what it takes to start: from the first unit to the last."""
        return (self.units - 1) / (self.wall_seconds - self.first_unit_seconds)

    @property
    def mib_per_second(self):
        return self.mib / self.wall_seconds

    @property
    def cpu_seconds(self):
        return self.user_seconds + self.system_seconds

    @property
    def cpu_ms_per_unit(self):
        return 1000 * self.cpu_seconds / self.units

    @property
    def units_per_cpu_second(self):
        return self.units / self.cpu_seconds

    @property
    def requests_per_unit(self):
        """A handshake is none."""
        return sum(count for name, count in self.requests.items() if name != "tls.Handshake") / self.units

    def as_json(self):
        derived = ("units_per_second", "steady_units_per_second", "mib_per_second", "cpu_ms_per_unit",
                   "units_per_cpu_second", "requests_per_unit")
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
