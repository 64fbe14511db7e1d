//! The methods behind every interval that is shown, each with its source, named once for all pages.

use crate::prelude::*;
use crate::ui::{Fact, Facts, Section};
use faultline::platform::statistics::METHODS;

/// The methods.
#[component]
pub fn Methods() -> impl IntoView {
    let methods = METHODS.iter().map(|method| {
        view! { <Fact term=method.used_for>{method.source}</Fact> }
    });
    let methods = methods.collect_view();
    view! {
        <Section title="How sure a number is" id="methods" lede="A share is told with its count and with what the count leaves of it, by the same method on every page. Where all records were counted, as in a comparison, nothing is left open.">
            <Facts>{methods}</Facts>
        </Section>
    }
}
