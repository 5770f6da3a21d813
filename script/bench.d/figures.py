"""Samples, their quantiles, the table on the terminal and the JSON file."""

import json
import math
import os
import platform
import subprocess
import time

from markdown import time_text


def quantile(samples, share):
    """Linear between the two nearest ranks."""
    ordered = sorted(samples)
    position = share * (len(ordered) - 1)
    low, high = math.floor(position), math.ceil(position)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


class Figures:
    """All that one run measured, in the order of measuring; times are in milliseconds."""

    def __init__(self):
        self._rows = []
        self._verdicts = []
        self._facts = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "cores": os.cpu_count(),
            "kernel": platform.release(),
            "postgres": subprocess.run(["psql", "--version"], capture_output=True, text=True).stdout.strip(),
            "load_at_start": os.getloadavg()[0],
        }

    def add(self, name, samples, note=""):
        """Keeps samples under a name, says them at once, and returns them as (p50, p95)."""
        row = {
            "name": name,
            "samples_ms": [round(sample, 3) for sample in samples],
            "p50_ms": round(quantile(samples, 0.5), 2),
            "p95_ms": round(quantile(samples, 0.95), 2),
            "note": note,
        }
        self._rows.append(row)
        self._line(row)
        return row["p50_ms"], row["p95_ms"]

    def judge(self, claim, value, limit, at_most=True):
        """Records a target and whether it was met."""
        met = value <= limit if at_most else value >= limit
        self._verdicts.append({"claim": claim, "value": round(value, 3), "limit": limit, "met": met})
        sign = "≤" if at_most else "≥"
        print(f"    {'✓' if met else '✗'} {claim}: {value:.2f} ({sign} {limit:g})", flush=True)

    def heading(self, text):
        """Starts a part of the table."""
        print(f"\n{text}\n  {'':44}{'n':>4}{'p50':>12}{'p95':>12}{'min':>12}{'max':>12}", flush=True)

    def write(self, path):
        """Writes everything with the raw samples."""
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"facts": self._facts, "rows": self._rows, "verdicts": self._verdicts}, file, indent=1)
        print(f"\nRaw samples: {path}")

    @staticmethod
    def _line(row):
        samples = row["samples_ms"]
        cells = [row["p50_ms"], row["p95_ms"], min(samples), max(samples)]
        text = "".join(f"{time_text(cell):>12}" for cell in cells)
        print(f"  {row['name']:44}{len(samples):4}{text}  {row['note']}", flush=True)
