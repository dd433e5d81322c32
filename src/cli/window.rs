//! The window of a program that was started by a double click, or by dropping files on it: Windows makes it for the program and closes
//! it with it, before anyone has read what stands there.

use crate::messages::Messages;

/// Waits until somebody has read what was said, where the window closes after it.
#[cfg(windows)]
pub(super) fn wait(messages: &Messages) {
    use std::io::{IsTerminal as _, stdin};
    if stdin().is_terminal() && is_of_explorer() {
        super::output::say(&(messages.text("window-wait") + "\n"));
        // Where nothing can be read there is no window to keep.
        let _ = stdin().read_line(&mut String::new());
    }
}

#[cfg(not(windows))]
pub(super) fn wait(_: &Messages) {}

/// Whether the program that shows files and folders started this one.
#[cfg(windows)]
fn is_of_explorer() -> bool {
    use winsafe::{HPROCESSLIST, co::TH32CS};
    let Ok(mut list) = HPROCESSLIST::CreateToolhelp32Snapshot(TH32CS::SNAPPROCESS, None) else {
        return false;
    };
    let all = list.iter_processes().flatten();
    let all: Vec<(u32, u32, String)> = all
        .map(|own| (own.th32ProcessID, own.th32ParentProcessID, own.szExeFile()))
        .collect();
    let find = |id: u32| all.iter().find(|(own, ..)| *own == id);
    find(std::process::id())
        .and_then(|(_, parent, _)| find(*parent))
        .is_some_and(|(.., name)| name.eq_ignore_ascii_case("explorer.exe"))
}
