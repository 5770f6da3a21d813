"""The figures of a JSON file as tables for docs/benchmarks.md."""

import json


def render(path):
    """Prints facts, rows and verdicts."""
    with open(path, encoding="utf-8") as file:
        run = json.load(file)
    facts = run["facts"]
    print(f"{facts['at']}, {facts['cores']} cores, Linux {facts['kernel']}, {facts['postgres']}\n")
    print("| | n | p50 | p95 | min | max |\n|---|--:|--:|--:|--:|--:|")
    for row in run["rows"]:
        samples = row["samples_ms"]
        cells = [row["p50_ms"], row["p95_ms"], min(samples), max(samples)]
        print(f"| {row['name']} | {len(samples)} | " + " | ".join(time_text(cell) for cell in cells) + " |")
    print("\n| target | measured | limit | |\n|---|--:|--:|---|")
    for verdict in run["verdicts"]:
        mark = "met" if verdict["met"] else "**missed**"
        print(f"| {verdict['claim']} | {verdict['value']:.2f} | {verdict['limit']:g} | {mark} |")


def time_text(milliseconds):
    """Milliseconds, or seconds from ten on."""
    return f"{milliseconds:.1f} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:.1f} s"
