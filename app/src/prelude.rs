//! What every file that writes markup uses.

pub use crate::ui::markup::{IntoMarkup, Markup};
pub use leptos::either::{Either, EitherOf3};
pub use leptos::prelude::*;
