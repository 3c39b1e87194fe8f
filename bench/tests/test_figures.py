"""The arithmetic of the reports, and that doubtful figures are called so."""

import unittest

from harness.figures import Run, pair_ratios, spread
from harness.report import doubts_about


def run(worker="ours", units=101, wall=12.0, first=2.0, user=3.0, system=1.0, foreign=0.0, digest="d"):
    return Run(worker, units, 64.0, wall, first, user, system, 100.0, foreign, {}, digest)


class FiguresTest(unittest.TestCase):
    def test_cpu_is_user_and_system_over_all_units(self):
        self.assertAlmostEqual(run(units=100).cpu_ms_per_unit, 40)
        self.assertAlmostEqual(run(units=100).units_per_cpu_second, 25)

    def test_the_steady_rate_leaves_out_the_start(self):
        self.assertAlmostEqual(run().steady_units_per_second, 10)
        self.assertAlmostEqual(run(units=120).units_per_second, 10)

    def test_a_spread_has_the_median_between_its_ends(self):
        self.assertEqual(spread([3, 1, 2]), (1, 2, 3))
        self.assertEqual(spread(iter([4, 1])), (1, 2.5, 4))

    def test_ratios_are_taken_pair_by_pair(self):
        ours, peers = [run(user=1), run(user=3)], [run(user=3), run(user=7)]
        self.assertEqual(pair_ratios(ours, peers, lambda one: one.cpu_seconds), [0.5, 0.5])

    def test_runs_without_their_counterpart_have_no_ratio(self):
        with self.assertRaisesRegex(ValueError, "ours has 1 runs, the peer 2"):
            pair_ratios([run()], [run(), run()], lambda one: one.units)

    def test_a_server_without_enough_headroom_is_doubted(self):
        self.assertEqual(doubts_about({"units_per_second": 30}, [run()]), [])
        self.assertRegex(doubts_about({"units_per_second": 29}, [run()])[0], "BOTTLENECK.* 2.9 times")

    def test_runs_that_stored_different_things_are_doubted(self):
        self.assertRegex(doubts_about({"units_per_second": 99}, [run(), run(digest="e")])[0], "DIFFER")

    def test_a_machine_that_had_other_things_to_do_is_doubted(self):
        self.assertRegex(doubts_about({"units_per_second": 99}, [run(), run(foreign=0.3)])[0], "NOT QUIET: up to 0.3")
