//! What was wrong with a posted form, kept per field.
//! The sentences say what to do; they never repeat what may be a secret.

use super::{Mark, Text, Tone};
use crate::prelude::*;

/// The faults of one form, in the order they were found. The name of a field is also its id on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<(Text, Text)>);

impl FormErrors {
    /// No faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what is wrong with a field. An empty name stands for the form as a whole.
    pub fn add(&mut self, field: impl Into<Text>, message: impl Into<Text>) {
        self.0.push((field.into(), message.into()));
    }

    /// The first fault of a field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<Text> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    }

    /// Those of some fields: a page with several forms says what is wrong in the form it is wrong in.
    #[must_use]
    pub fn only(&self, fields: &[&str]) -> Self {
        let of_them = |(field, _): &&(Text, Text)| fields.contains(&field.as_ref());
        Self(self.0.iter().filter(of_them).cloned().collect())
    }

    /// Whether the form may be taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// All faults of a form above it, each leading to its field. It takes the focus, so that it is read first.
#[component]
pub fn ErrorSummary(
    /// The faults; nothing is shown when there are none.
    errors: FormErrors,
) -> impl IntoView {
    if errors.is_empty() {
        return ().markup();
    }
    let title = match errors.0.len() {
        1 => "One thing to put right".to_owned(),
        n => format!("{n} things to put right"),
    };
    let item = |(field, message): (Text, Text)| match field.as_ref() {
        "" => view! { <li>{message}</li> }.markup(),
        field => view! { <li><a href=format!("#{field}")>{message}</a></li> }.markup(),
    };
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus>
            <p class="notice-title">
                <Mark tone=Tone::Fault />
                {title}
            </p>
            <ul>{errors.0.into_iter().map(item).collect_view()}</ul>
        </div>
    }
    .markup()
}
