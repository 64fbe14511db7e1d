//! A date and, where it is known, its time: shown, and asked for in two fields.
//! A date without a time is never shown as midnight, and no field makes one of it.

use super::moment::{write_day, write_time};
use super::{Field, Text, Width, Writer};
use crate::prelude::*;
use faultline::platform::when::When;

/// Writes when something was, as [`TimeOrDay`] shows it.
pub fn write_when(to: &mut Writer, when: When) {
    match when {
        When::At(at) => write_time(to, at),
        When::On(day) => write_day(to, day),
    }
}

/// A moment in the zone of whoever asks, or a day of which no time is known.
#[component]
pub fn TimeOrDay(
    /// When.
    when: When,
) -> impl IntoView {
    let mut to = Writer::default();
    write_when(&mut to, when);
    to.done()
}

/// Two fields: a date, and its time, which may be left empty. The second is called as the first, with `_time` behind it.
#[component]
pub fn WhenFields(
    /// The label of the date.
    #[prop(into)]
    label: Text,
    /// The name of the date in the form.
    name: &'static str,
    /// What both hold together: `2026-11-02`, or `2026-11-02T14:05`.
    #[prop(into)]
    value: Text,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Whether the browser insists on the date.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let (date, time) = value.split_once(['T', ' ']).unwrap_or((&value, ""));
    let (date, time) = (date.to_owned(), time.to_owned());
    let (time_label, time_name) = (format!("{label}, time"), format!("{name}_time"));
    view! {
        <div class="field-row">
            <Field label name value=date kind="date" error required width=Width::Short />
            <Field label=time_label name=time_name value=time kind="time" step="any" width=Width::Short />
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_day_is_the_same_in_every_zone_and_no_time_stands_beside_it() {
        let when: When = "2026-07-02".parse().unwrap();
        let shown = async { view! { <TimeOrDay when /> }.to_html() };
        let html = crate::zone::within("America/New_York".parse().unwrap(), shown).await;
        assert!(html.contains("datetime=\"2026-07-02\">2 Jul 2026<"), "{html}");
        let when: When = "2026-07-02T00:00:00Z".parse().unwrap();
        let html = view! { <TimeOrDay when /> }.to_html();
        assert!(html.contains("2 Jul 2026, 00:00 UTC<"), "{html}");
    }

    #[test]
    fn a_date_and_its_time_stand_in_fields_of_their_own() {
        for (value, date, time) in [
            ("2026-11-02", "2026-11-02", ""),
            ("2026-11-02T14:05", "2026-11-02", "14:05"),
            ("", "", ""),
        ] {
            let html = view! { <WhenFields label="Occurred" name="occurred_at" value /> }.to_html();
            let holds = |name: &str, value: &str| {
                let at = html.find(&format!("name=\"{name}\"")).unwrap();
                let tag = &html[html[..at].rfind('<').unwrap()..];
                let tag = &tag[..tag.find('>').unwrap()];
                assert!(tag.contains(&format!("value=\"{value}\"")) || value.is_empty(), "{tag}");
            };
            holds("occurred_at", date);
            holds("occurred_at_time", time);
        }
    }
}
