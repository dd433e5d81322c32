#!/usr/bin/env python3
"""Measures the page: web/measure.py PAGE COMMAND FOLDER. Time to ready; of the workbooks of a folder the processor time beside the
command's, the first row, the most memory of all of the browser's processes; and what memory is left after each of several drops."""

import os
import pathlib
import resource
import subprocess
import sys
import threading
import time

from browser import Browser

TICK = os.sysconf("SC_CLK_TCK")
DROPS = 5


def browser_processes(root):
    """The browser's processes below one, by what the system knows: not the driver's, which no user has."""
    parents = {}
    for path in pathlib.Path("/proc").iterdir():
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (ValueError, OSError):
            continue
    found, more = {root}, True
    while more:
        more = {own for own, parent in parents.items() if parent in found} - found
        found |= more
    return {own for own in found if name(own).startswith("chrom")}


def name(process):
    try:
        return pathlib.Path(f"/proc/{process}/comm").read_text()
    except OSError:
        return ""


def spent(processes):
    total = 0
    for own in processes:
        try:
            fields = pathlib.Path(f"/proc/{own}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory(processes):
    total = 0
    for own in processes:
        try:
            for line in pathlib.Path(f"/proc/{own}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def by_the_command(command, folder):
    """The processor time of the command, the least of three."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([command, "check", folder, "-o", "/tmp/report-of-the-command.html", "--force"], capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main(page_file, command, folder):
    own = by_the_command(command, folder)
    print(f"size of the page: {pathlib.Path(page_file).stat().st_size / 1e6:.2f} MB")
    browser = Browser(page_file)
    page = browser.open()
    print(f"opening to ready: {page.page.evaluate('document.documentElement.dataset.ready')} ms")
    page.page.evaluate(
        "() => { window.long = []; new PerformanceObserver((list) => window.long.push(...list.getEntries().map((own) => own.duration))).observe({ type: 'longtask' });"
        " window.firstRow = 0; window.begun = 0; addEventListener('drop', () => { window.begun = performance.now(); }, true);"
        " new MutationObserver(() => { window.firstRow ||= performance.now() - window.begun; }).observe(document.querySelector('#list tbody'), { childList: true }); }"
    )
    # The browser has done with what it does after opening.
    time.sleep(2)
    processes = lambda: browser_processes(os.getpid())
    most, over = [memory(processes())], threading.Event()
    print(f"memory before: {most[0]:.0f} MB")

    def watch():
        while not over.wait(0.2):
            most.append(memory(processes()))

    threading.Thread(target=watch).start()
    for drop in range(1, DROPS + 1):
        start, begun = spent(processes()), time.monotonic()
        page.check(folder, every=0.5)
        used, wall = spent(processes()) - start, time.monotonic() - begun
        page.wait("document.querySelectorAll('#list tbody tr').length === document.querySelector('#progress').max")
        print(f"drop {drop}: {len(page.rows())} workbooks: {used:.2f} s of processor time, {wall:.1f} s; the command: {own:.2f} s; {used / own:.1f} times")
        if drop == 1:
            print(f"first row: {page.page.evaluate('window.firstRow'):.0f} ms after the drop")
            print(f"longest task on the main thread: {page.page.evaluate('Math.max(0, ...window.long)'):.0f} ms")
        page.cdp.send("HeapProfiler.collectGarbage")
        time.sleep(1)
        print(f"memory after it: {memory(processes()):.0f} MB")
    over.set()
    print(f"most memory of all processes: {max(most):.0f} MB, renderers and all")
    browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
