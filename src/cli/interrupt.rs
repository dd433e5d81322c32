//! What is taken away when a signal ends the run: temporary files and folders, and programs that were started.
//!
//! Signals concern the whole process, so this is its one register. Whoever makes a temporary file or starts a program holds
//! the register meanwhile; the thread that ends the run takes it and never gives it back, so nothing is made behind its back.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

static HELD: Mutex<HeldFiles> = Mutex::new(HeldFiles {
    paths: BTreeSet::new(),
    groups: BTreeSet::new(),
});

/// How often a folder is tried to be removed: a program that was killed may still be writing to it.
const TRIES: u32 = 100;
/// The time between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// What must not outlive the run.
#[derive(Debug)]
pub(super) struct HeldFiles {
    paths: BTreeSet<PathBuf>,
    groups: BTreeSet<u32>,
}

/// The register. It is held while something that belongs into it is made.
pub(super) fn held() -> MutexGuard<'static, HeldFiles> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl HeldFiles {
    /// Has a temporary file or folder removed.
    pub(super) fn path(&mut self, path: &Path) {
        self.paths.insert(path.to_owned());
    }

    /// The file or folder is no longer there, or no longer temporary.
    pub(super) fn release_path(&mut self, path: &Path) {
        self.paths.remove(path);
    }

    /// Has a program ended that leads a group of processes, with all of its group.
    pub(super) fn group(&mut self, leader: u32) {
        self.groups.insert(leader);
    }

    /// The program has ended.
    pub(super) fn release_group(&mut self, leader: u32) {
        self.groups.remove(&leader);
    }

    #[cfg_attr(not(unix), expect(dead_code, reason = "signals are of Unix"))]
    fn take_away(&mut self) {
        for leader in std::mem::take(&mut self.groups) {
            end_group(leader);
        }
        for path in std::mem::take(&mut self.paths) {
            remove(&path);
        }
    }
}

/// Removes a temporary file or folder; a folder is tried for a while.
pub(super) fn remove(path: &Path) {
    if !path.is_dir() {
        // Where it cannot be removed, the next run in its folder does.
        let _ = fs::remove_file(path);
        return;
    }
    for _ in 0..TRIES {
        if fs::remove_dir_all(path).is_ok() || !path.exists() {
            return;
        }
        sleep(PAUSE);
    }
}

/// Ends the program that leads a group of processes, and those that it started.
#[cfg(unix)]
pub(super) fn end_group(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
    if let Some(leader) = leader {
        // It may have ended by itself.
        let _ = kill_process_group(leader, Signal::KILL);
    }
}

#[cfg(not(unix))]
pub(super) fn end_group(leader: u32) {
    use std::process::{Command, Stdio};
    let mut command = Command::new("taskkill");
    command.args(["/T", "/F", "/PID", &leader.to_string()]);
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// Watches for the signals that end a run: it takes away what is temporary and exits with 128 and the signal's number, as
/// shells report it. A signal that whoever started the run had ignored (`nohup`) stays ignored.
#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let ignored = ignored();
    let wanted = [SIGHUP, SIGINT, SIGTERM]
        .into_iter()
        .filter(|signal| match ignored {
            Some(mask) => mask & (1 << (signal - 1)) == 0,
            // Where that cannot be known, a run that goes on without its terminal matters more than clearing up.
            None => *signal != SIGHUP,
        });
    let Ok(mut signals) = Signals::new(wanted) else {
        return;
    };
    let watching = std::thread::Builder::new().name("signals".to_owned());
    // Without the thread, what is left behind is removed by the next run.
    let _ = watching.spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let mut held = held();
            held.take_away();
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
pub(super) fn watch() {}

/// The signals that are ignored, a bit each, where the system tells.
#[cfg(unix)]
fn ignored() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}
