//! A page as a row of tags and texts.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The most attributes of a tag that are read.
const ATTRIBUTES: usize = 64;

/// What follows next in a page.
pub(super) enum Step {
    Start(OpenTag),
    /// The end of an element of this name.
    End(String),
    Text(String),
}

/// The tag that begins an element.
#[derive(Default)]
pub(super) struct OpenTag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl OpenTag {
    /// The value of the attribute `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The number that the attribute `name` gives; 1 where there is none.
    pub(super) fn count(&self, name: &str) -> u64 {
        let text = self.get(name).unwrap_or_default().trim();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        text[..digits].parse().unwrap_or(1)
    }
}

/// The tags and texts of a page, in their order. Comments are left out.
pub(super) fn steps(text: &str) -> impl Iterator<Item = Step> {
    let mut open = OpenTag::default();
    let emitter = move |event: CallbackEvent<'_>, _: Span<()>| -> Option<Step> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                open = OpenTag {
                    name: lossy(name),
                    ..OpenTag::default()
                };
                None
            }
            CallbackEvent::AttributeName { name } => {
                if open.attributes.len() < ATTRIBUTES {
                    open.attributes.push((lossy(name), String::new()));
                }
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, own)) = open.attributes.last_mut() {
                    *own = lossy(value);
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => Some(Step::Start(std::mem::take(&mut open))),
            CallbackEvent::EndTag { name } => Some(Step::End(lossy(name))),
            CallbackEvent::String { value } => Some(Step::Text(lossy(value))),
            _ => None,
        }
    };
    let mut emitter = CallbackEmitter::new(emitter);
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map(|step| {
        let Ok(step) = step;
        step
    })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
