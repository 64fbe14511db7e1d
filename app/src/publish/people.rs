//! What looks like a person in what would be published, before it is.
//! It names the place, so that the text can be changed there; it holds nothing back.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::urls::at;
use faultline::document::engagement::PartKind;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::{MOST_NAMED, Named, Place};

/// Places that are named before the rest is counted.
const PLACES: usize = 4;

/// The list; a sentence where it is empty.
#[component]
pub(super) fn NamedPeople(
    /// The engagement.
    engagement: EngagementId,
    /// What was found, and where.
    named: Vec<Named>,
) -> impl IntoView {
    let lede = "Names, mail addresses and telephone numbers that the client would keep. Owners are named on purpose; whoever else is here, change the text where it stands.";
    if named.is_empty() {
        let says = "Nothing in it looks like a person’s name, mail address or telephone number.";
        return Either::Left(
            view! { <Section title="People in it" id="people"><p>{says}</p></Section> },
        );
    }
    let more = (named.len() == MOST_NAMED).then(|| {
        view! { <p class="hint">{format!("The first {MOST_NAMED} are listed.")}</p> }
    });
    let rows = named.into_iter().map(|one| view! { <NamedRow engagement one /> });
    let rows = rows.collect_view();
    let columns = ["What looks like a person", "As", "Where"].map(Column::new).to_vec();
    Either::Right(view! {
        <Section title="People in it" id="people" lede>
            <DataTable caption="What looks like a person" id="people-table" columns cards=true quiet=true>{rows}</DataTable>
            {more}
        </Section>
    })
}

#[component]
fn NamedRow(engagement: EngagementId, one: Named) -> impl IntoView {
    let (tone, word) =
        if one.as_owner { (Tone::Plain, "owner") } else { (Tone::Doubt, "in a text") };
    let places = one.places.iter().take(PLACES).map(|place| {
        view! { <li><a href=address(engagement, place)>{place.words()}</a></li> }
    });
    let places = places.collect_view();
    let more = one.places.len().saturating_sub(PLACES);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
    view! {
        <tr>
            <th scope="row" data-label="What looks like a person">{one.text}</th>
            <td data-label="As"><Badge tone word /></td>
            <td data-label="Where" class="wrap"><ul class="cells">{places}{more}</ul></td>
        </tr>
    }
}

/// Where the text can be changed, or the list that leads there.
fn address(engagement: EngagementId, place: &Place) -> String {
    let page = match place {
        Place::Head => "brief".to_owned(),
        Place::Sample(id) => format!("samples/{id}"),
        Place::Part(kind, id, _) => match kind {
            PartKind::Brief => "brief".to_owned(),
            PartKind::System => format!("systems/{id}"),
            PartKind::Integration => format!("integrations/{id}"),
            PartKind::Workflow => format!("workflows/{id}"),
            PartKind::Field => format!("truth/fields/{id}"),
            PartKind::DataType => "truth".to_owned(),
            PartKind::Map | PartKind::Matching => "workflows".to_owned(),
            PartKind::ControlSheet => "controls".to_owned(),
            PartKind::Call | PartKind::FlagDecision => "verdict".to_owned(),
            PartKind::LaunchSheet => "launch".to_owned(),
            PartKind::Task => String::new(),
            PartKind::Quote => "quote".to_owned(),
            PartKind::Plan => "plan".to_owned(),
            PartKind::PlanLine => format!("plan/lines/{id}"),
            PartKind::Measures => "figures/edit".to_owned(),
        },
    };
    at(engagement, &page)
}
