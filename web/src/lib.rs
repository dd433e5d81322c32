//! The library for the page: one request in, one answer out, over linear memory. It has no rules of its own.

mod answer;
mod calls;
mod desk;
mod forms;
mod held;
mod memory;
mod request;
mod results;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: yusuan_web_blocks::Blocks = yusuan_web_blocks::Blocks::new();
