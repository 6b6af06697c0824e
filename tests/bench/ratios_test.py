"""What ratios.py makes of canned rounds, at the loss that is still passed over and one past it."""
import io
import json
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import ratios


def measured(many, raw_64, extra=()):
    lines = [
        {"what": "128 connections", "bench": {"transitions_per_s": many}},
        {"what": "raw SQLite", "bench": {"batch": 64, "transitions_per_s": raw_64}},
        *extra,
    ]
    return [json.dumps(line) for line in lines]


NAME = "128 connections / raw SQLite at 64"


class Ratios(unittest.TestCase):
    def test_a_ratio_is_taken_within_its_round_and_the_median_over_them(self):
        rounds = ratios.rounds_of(measured(100, 1000) + measured(900, 1000) + measured(60, 200))
        self.assertEqual(len(rounds), 3)
        self.assertEqual(ratios.ratios_of(rounds), {NAME: 0.3})

    def test_a_figure_that_is_missing_or_zero_gives_no_ratio(self):
        self.assertEqual(ratios.ratios_of(ratios.rounds_of(measured(100, 0))), {})
        self.assertEqual(ratios.ratios_of(ratios.rounds_of(measured(100, 1000)[:1])), {})

    def test_the_loads_of_the_scripts_give_every_ratio(self):
        scripts = {
            "measure.sh": ["128 connections", "batches of 100", "one connection", "128 connections, 2 ms more a sync"],
            "rival.sh": ["128 connections", "batches of 100", "rival, 128 connections", "rival, batches of 100"],
        }
        names = {name for those in scripts.values() for name in those}
        lines = [json.dumps({"what": name, "bench": {"transitions_per_s": 10}}) for name in names]
        lines += [json.dumps({"what": "raw SQLite", "bench": {"batch": b, "transitions_per_s": 100}}) for b in (1, 64, 512)]
        self.assertEqual(set(ratios.ratios_of(ratios.rounds_of(lines))), set(ratios.RATIOS))
        for script, those in scripts.items():
            text = pathlib.Path(__file__).with_name(script).read_text(encoding="utf-8")
            for name in those:
                self.assertIn(f'load "{name}"', text)

    def run_main(self, lines, recorded, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "ratios.json"
            file.write_text(json.dumps(recorded), encoding="utf-8")
            out, err = io.StringIO(), io.StringIO()
            with mock.patch.multiple(sys, argv=["ratios.py", *arguments], stdin=io.StringIO("\n".join(lines)), stdout=out,
                                     stderr=err), mock.patch.object(ratios, "RECORDED", file):
                code = ratios.main()
            return code, out.getvalue(), err.getvalue(), json.loads(file.read_text(encoding="utf-8"))

    def test_a_loss_of_15_percent_is_passed_over_and_a_greater_one_warned_of(self):
        code, _, err, _ = self.run_main(measured(340, 1000), {NAME: 0.4})
        self.assertEqual((code, err), (0, ""))
        code, _, err, _ = self.run_main(measured(339, 1000), {NAME: 0.4})
        self.assertEqual(code, 1)
        self.assertIn(f"warning: {NAME} is 15% below", err)

    def test_more_is_no_loss_and_what_was_never_recorded_is_said(self):
        self.assertEqual(self.run_main(measured(900, 1000), {NAME: 0.4})[0], 0)
        code, out, _, _ = self.run_main(measured(900, 1000), {})
        self.assertEqual(code, 0)
        self.assertIn("recorded never", out)

    def test_nothing_measured_is_no_success(self):
        self.assertEqual(self.run_main([], {NAME: 0.4})[0], 1)

    def test_recording_writes_what_was_seen(self):
        self.assertEqual(self.run_main(measured(250, 1000), {NAME: 0.4}, "--record")[3], {NAME: 0.25})

    def test_recording_leaves_what_was_not_measured(self):
        self.assertEqual(
            self.run_main(measured(250, 1000), {NAME: 0.4, "other": 2}, "--record")[3], {NAME: 0.25, "other": 2})

    def test_the_recorded_file_has_every_ratio(self):
        self.assertEqual(set(json.loads(ratios.RECORDED.read_text(encoding="utf-8"))), set(ratios.RATIOS))


if __name__ == "__main__":
    unittest.main()
