#!/usr/bin/env python3
"""Measures the page: web/measure.py PAGE COMMAND FOLDER. Time to ready; of the workbooks of a folder the processor time beside the
command's, the first row, the most memory of all of the browser's processes."""

import os
import pathlib
import resource
import subprocess
import sys
import threading
import time

from browser import Browser

TICK = os.sysconf("SC_CLK_TCK")


def tree(root):
    """The processes below one, by what the system knows."""
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
    return found


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


def main(page_file, command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([command, "check", folder, "-o", "/tmp/report-of-the-command.html", "--force"], capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"size of the page: {pathlib.Path(page_file).stat().st_size / 1e6:.2f} MB")
    browser = Browser(page_file)
    page = browser.open()
    print(f"opening to ready: {page.page.evaluate('document.documentElement.dataset.ready')} ms")
    page.page.evaluate(
        "() => { window.long = []; new PerformanceObserver((list) => window.long.push(...list.getEntries().map((own) => own.duration))).observe({ type: 'longtask' });"
        " window.firstRow = 0; window.begun = 0; addEventListener('drop', () => { window.begun = performance.now(); }, true);"
        " new MutationObserver(() => { window.firstRow ||= performance.now() - window.begun; }).observe(document.querySelector('#list tbody'), { childList: true }); }"
    )
    processes = tree(os.getpid()) - {os.getpid()}
    start, most, over = spent(processes), [memory(processes)], threading.Event()
    print(f"memory before: {most[0]:.0f} MB")

    def watch():
        while not over.wait(0.2):
            most.append(memory(tree(os.getpid()) - {os.getpid()}))

    threading.Thread(target=watch).start()
    begun = time.monotonic()
    page.check(folder)
    wall = time.monotonic() - begun
    over.set()
    used = spent(tree(os.getpid()) - {os.getpid()}) - start
    page.wait(f"document.querySelectorAll('#list tbody tr').length === document.querySelector('#progress').max")
    count = len(page.rows())
    print(f"{count} workbooks: {used:.2f} s of processor time, {wall:.1f} s; the command: {own:.2f} s; {used / own:.1f} times")
    print(f"first row: {page.page.evaluate('window.firstRow'):.0f} ms after the drop")
    print(f"most memory of all processes: {max(most):.0f} MB, renderers and all")
    print(f"longest task on the main thread: {page.page.evaluate('Math.max(0, ...window.long)'):.0f} ms")
    browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
