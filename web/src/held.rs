//! What is kept from one request to the next.

use std::cell::RefCell;
use std::io::Cursor;

use serde_json::json;
use yusuan::batch::archive::Archive;
use yusuan::batch::{Options, Previous};
use yusuan::desk::Cache;
use yusuan::export::budget_from_json;
use yusuan::form::{FormRoster, can_enter};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages, visible};
use yusuan::model::Body;
use zip::ZipWriter;

use crate::answer::Answer;
use crate::desk::{HOW, HeldTask};
use crate::request::Begin;

/// What is kept from one request to the next.
pub(crate) struct Held {
    pub(crate) templates: Templates,
    /// The command's words, for what goes into files, and those that are shown: they say what to do on the page.
    pub(crate) messages: Messages,
    pub(crate) shown: Messages,
    pub(crate) options: Options,
    /// The archive that is open.
    pub(crate) archive: Option<Archive<Cursor<Vec<u8>>>>,
    /// The archive that is being made.
    pub(crate) pack: Option<ZipWriter<Cursor<Vec<u8>>>>,
    /// The roster that was read last.
    pub(crate) roster: Option<FormRoster>,
    /// The task folder that was dropped.
    pub(crate) task: HeldTask,
    /// What was read of its files.
    pub(crate) read: Cache,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::new({
        let messages = Messages::new(Language::Chinese);
        Held {
            templates: Templates::embedded(),
            shown: shown(&messages),
            messages,
            options: Options::default(),
            archive: None,
            pack: None,
            roster: None,
            task: HeldTask::default(),
            read: Cache::in_memory(HOW),
        }
    });
}

fn shown(messages: &Messages) -> Messages {
    messages.with_first(match messages.language() {
        Language::Chinese => include_str!("../words/zh.ftl"),
        Language::English => include_str!("../words/en.ftl"),
    })
}

/// Does `work` with what is kept.
pub(crate) fn with<T>(work: impl FnOnce(&mut Held) -> T) -> T {
    HELD.with_borrow_mut(work)
}

impl Held {
    /// How files are read from now on; the faults of the user's own layouts, and all layouts.
    pub(crate) fn begin(&mut self, begin: Begin) -> Answer {
        let language = Language::of_locale(&begin.language).unwrap_or(Language::Chinese);
        if language != self.messages.language() {
            self.messages = Messages::new(language);
            self.shown = shown(&self.messages);
        }
        let mut faults = Vec::new();
        if !begin.own.is_empty() || self.templates.layouts.iter().any(|own| !own.shipped) {
            self.templates = Templates::embedded();
        }
        let mut own = begin.own;
        // The words come before the layouts that use them.
        own.sort_by_key(|own| (own.name != "model.toml", own.name.clone()));
        for own in own {
            let added = match own.name == "model.toml" {
                true => self.templates.add_model(&own.name, &own.text),
                false => self.templates.add_layout(&own.name, &own.text),
            };
            if let Err(error) = added {
                faults.extend(error.lines(&self.shown));
            }
        }
        let mut budgets = Vec::new();
        for (path, text) in begin.previous {
            match budget_from_json(&self.templates, &text) {
                Ok(budget) => budgets.push((path, budget)),
                Err(error) => {
                    faults.push(visible(&self.shown.phrase(&error.phrase())).into_owned())
                }
            }
        }
        let previous = match begin.previous_named {
            true => budgets
                .pop()
                .map(|(path, budget)| Previous::named(path, budget)),
            false if budgets.is_empty() => None,
            false => Some(Previous::folder(budgets)),
        };
        let layout = begin
            .layout
            .filter(|id| self.templates.layout(id).is_some());
        self.options = Options {
            layout,
            keep: true,
            previous: previous.map(Into::into),
            ..Options::default()
        };
        let layouts = self.templates.layouts.iter().map(|own| {
            json!({
                "id": own.id,
                "name": own.name,
                "department": own.body == Body::Department,
                "years": own.years,
                "entry": can_enter(own).is_ok(),
                "own": !own.shipped,
            })
        });
        let layouts: Vec<_> = layouts.collect();
        (
            json!({ "faults": faults, "layouts": layouts, "most": self.options.limits.file_bytes }),
            Vec::new(),
        )
    }
}
