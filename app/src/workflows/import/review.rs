//! The second page of an import: what each line became, what is suggested, and the text to put right and save.
//! Saving it is saving the map's text: the same form, the same checks, the same conflict.

use super::super::drawing::{self, names};
use super::super::map::{path, title};
use super::{Imported, REVIEWED, log};
use crate::prelude::*;
use crate::ui::{
    Badge, Column, DataTable, EditForm, Link, Notice, PageHeader, Section, TextArea, Tone,
};
use crate::urls::at;
use faultline::document::controls;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::imported::{suggested, take_over};
use faultline::document::workflow::Workflow;
use faultline::engines::formats::draft::{Boundary, Draft, Line, Risk, Understood};
use faultline::engines::map::text::parse;
use faultline::engines::map::{Map, Side};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::PartId;
use faultline::platform::wording::counted;
use faultline::stores::engagement::Loaded;

/// Lines listed at once.
const LISTED: usize = 500;

/// The page.
pub fn view(
    loaded: &Loaded,
    workflow: &Workflow,
    side: Side,
    imported: &Imported,
) -> impl IntoView + use<> {
    let document = &loaded.document;
    let import = at(document.id, &format!("workflows/{}/import?side={}", workflow.id, side.key()));
    let trail = vec![Link::new(import, "Import a map")];
    let lede = format!("{}, read as: {}", title(side), imported.from.label());
    view! {
        <PageHeader title="Review the map" trail lede />
        {summary(imported)}
        {form(loaded, workflow, side, imported)}
        {lines(&imported.draft.lines)}
        {risks(&imported.draft.risks)}
        {boundaries(document.id, &imported.draft.boundaries)}
        {imported.log.as_ref().map(|(found, conformance)| log::view(found, conformance.as_ref()))}
    }
}

fn summary(imported: &Imported) -> impl IntoView + use<> {
    let draft = &imported.draft;
    let many = |of: Understood| draft.lines.iter().filter(|line| line.understood == of).count();
    let (yes, doubt, no) = (many(Understood::Yes), many(Understood::Doubt), many(Understood::No));
    let count =
        |count: usize, one, many| counted(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    let title = format!(
        "{} in {}, {}",
        count(draft.steps.len(), "step", "steps"),
        count(draft.lanes.len(), "lane", "lanes"),
        count(draft.flows.len(), "flow", "flows")
    );
    let says = format!(
        "{} understood, {doubt} that deserve a look, {no} not understood.",
        count(yes, "place", "places")
    );
    let replaced: Vec<_> = imported
        .replaced
        .iter()
        .map(|found| format!("{} {}", found.count, found.kind.label()))
        .collect();
    let replaced = (!replaced.is_empty())
        .then(|| view! { <p>"Replaced by placeholders: "{replaced.join(", ")}"."</p> });
    let tone = if doubt + no > 0 { Tone::Doubt } else { Tone::Sound };
    view! { <Notice tone title><p>{says}</p>{replaced}</Notice> }
}

/// The text of the draft in the map's own form; nothing is stored before it is sent.
fn form(
    loaded: &Loaded,
    workflow: &Workflow,
    side: Side,
    imported: &Imported,
) -> impl IntoView + use<> {
    let document = &loaded.document;
    let (names, stored) = (names(document), document.map(workflow.id, side));
    let text = imported.draft.text(&names);
    if text.len() > REVIEWED {
        let says =
            "It is too large to be reviewed on one page. Export a part of it, or show fewer steps.";
        return view! { <Notice tone=Tone::Fault title="This map cannot be saved from here"><p>{says}</p></Notice> }
            .markup();
    }
    let version = stored.map_or(0, |map| loaded.version_of(PartId(map.id.0)));
    let there = stored.map_or(0, |map| map.steps.len());
    let replaces = (there > 0).then(|| {
        let title = format!("Saving replaces the {} that is there, with {there} steps", self::title(side).to_lowercase());
        let says = "Steps of the same name in the same lane keep what refers to them. The old map stays in the history and can be restored from there.";
        view! { <Notice tone=Tone::Doubt title><p>{says}</p></Notice> }
    });
    let page = at(document.id, &format!("workflows/{}", workflow.id));
    let called = format!("{}: {}", workflow.name, self::title(side).to_lowercase());
    let shown = drawn(document, workflow, side, &text, &called);
    view! {
        <Section title="The map as text" id="text-section" lede="Put right what was read wrongly, then save. Nothing is stored until you do.">
            {replaces}
            <EditForm
                action=format!("{page}/{}/text", path(side))
                save="Save map"
                cancel=page.clone()
                version=Some(i64::from(version))
            >
                <TextArea label="Text of the map" name="text" value=text rows=16 mono=true maxlength=200_000 />
                {also(document, &imported.draft, side, &format!("{page}/import/take"))}
            </EditForm>
            {shown}
        </Section>
    }
    .markup()
}

/// The button that takes over what the file suggests together with the map; none when it suggests nothing new.
fn also(document: &Engagement, draft: &Draft, side: Side, action: &str) -> Option<Markup> {
    let suggestions = suggested(draft);
    let taken = take_over(document, &suggestions);
    let many = |kind: fn(&Part) -> bool| taken.parts.iter().filter(|part| kind(part)).count();
    let count =
        |count: usize, one, more| counted(i64::try_from(count).unwrap_or(i64::MAX), one, more);
    let says = format!(
        "The file also shows {}, {} and lacking controls of {}. They are listed below; flags are raised by the controls.",
        count(many(|part| matches!(part, Part::System(_))), "new system", "new systems"),
        count(
            many(|part| matches!(part, Part::Integration(_))),
            "new integration",
            "new integrations"
        ),
        count(many(|part| matches!(part, Part::ControlSheet(_))), "integration", "integrations"),
    );
    let hidden = suggestions.iter().filter_map(|suggestion| serde_json::to_string(suggestion).ok());
    let hidden = hidden.map(|value| view! { <input type="hidden" name="suggested" value=value /> });
    let hidden = hidden.collect_view();
    (!taken.parts.is_empty()).then(|| {
        view! {
            <input type="hidden" name="side" value=side.key() />
            {hidden}
            <p>{says}</p>
            <p><button type="submit" class="button" formaction=action.to_owned()>"Save map and add what it suggests"</button></p>
        }
        .markup()
    })
}

/// The drawing of the draft and its table, or what keeps it from being drawn.
fn drawn(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    text: &str,
    title: &str,
) -> Markup {
    match parse(text, &names(document)) {
        Ok(draft) => {
            let map = Map::empty(workflow.id, side).take(&draft);
            view! {
                {drawing::drawing(document, &map, title, "review")}
                {drawing::table(document, &map, "Every step, in the order told", "steps")}
            }
            .markup()
        }
        Err(errors) => {
            let errors = errors.iter().take(LISTED).map(|error| {
                let error = error.to_string();
                view! { <li>{error}</li> }
            });
            let errors = errors.collect_view();
            view! { <Notice tone=Tone::Fault title="Some lines cannot be drawn yet"><ul class="plain">{errors}</ul></Notice> }
                .markup()
        }
    }
}

/// What each place of the file became: first what needs eyes, then the rest, folded.
fn lines(lines: &[Line]) -> impl IntoView + use<> {
    let (sure, unsure): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| line.understood == Understood::Yes);
    let (some, more) = (unsure.len(), sure.len());
    let unsure = (some > 0).then(|| table("Places that need a look", "unsure", &unsure));
    let sure = (more > 0).then(|| {
        let summary = format!("{more} understood");
        let table = table("Places that were understood", "sure", &sure);
        view! { <details><summary>{summary}</summary>{table}</details> }
    });
    let left = some.max(more).saturating_sub(LISTED);
    let cut = (left > 0)
        .then(|| view! { <p class="hint">{format!("The first {LISTED} of each are listed.")}</p> });
    view! { <Section title="What was understood, line by line" id="lines">{unsure}{sure}{cut}</Section> }
}

fn table(caption: &'static str, id: &'static str, lines: &[&Line]) -> Markup {
    let row = |line: &Line| {
        let tone = match line.understood {
            Understood::Yes => Tone::Sound,
            Understood::Doubt => Tone::Doubt,
            Understood::No => Tone::Unknown,
        };
        let (number, what, became) = (line.line, line.what.clone(), line.became.clone());
        let word = line.understood.label();
        view! {
            <tr>
                <td data-label="Line" class="num">{number}</td>
                <th scope="row" data-label="In the file" class="wrap">{what}</th>
                <td data-label="Understood"><Badge tone word /></td>
                <td data-label="What it became" class="wrap">{became}</td>
            </tr>
        }
    };
    let rows = lines.iter().take(LISTED).map(|line| row(line)).collect_view();
    let columns = vec![
        Column::new("Line").number(),
        Column::new("In the file"),
        Column::new("Understood"),
        Column::new("What it became"),
    ];
    view! { <DataTable caption id columns cards=true quiet=true>{rows}</DataTable> }.markup()
}

fn risks(risks: &[Risk]) -> Option<Markup> {
    let row = |risk: &Risk| {
        let (line, says, word) = (risk.line, risk.says.clone(), risk.suspicion.label());
        let control = controls::against(risk.suspicion).map_or("", |control| control.label());
        let (why, good) = (risk.suspicion.why(), risk.suspicion.good());
        view! {
            <tr>
                <td data-label="Line" class="num">{line}</td>
                <th scope="row" data-label="Suggested flag">{word}</th>
                <td data-label="Seen" class="wrap">{says}</td>
                <td data-label="Why it matters" class="wrap">{why}</td>
                <td data-label="What good looks like" class="wrap">{good}</td>
                <td data-label="Control to check">{control}</td>
            </tr>
        }
    };
    let rows = risks.iter().map(row).collect_view();
    let columns = vec![
        Column::new("Line").number(),
        Column::new("Suggested flag"),
        Column::new("Seen"),
        Column::new("Why it matters"),
        Column::new("What good looks like"),
        Column::new("Control to check"),
    ];
    let lede = "Each is noted beside its step in the text above. Adding what the file suggests records the control as missing; the flag is then raised by itself.";
    (!risks.is_empty()).then(|| {
        view! {
            <Section title="Suggested flags" id="suggested-flags" lede>
                <DataTable caption="Suggested flags" id="flags-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
        .markup()
    })
}

fn boundaries(
    engagement: faultline::platform::ids::EngagementId,
    found: &[Boundary],
) -> Option<Markup> {
    let row = |boundary: &Boundary| {
        let (source, destination) = (boundary.source.clone(), boundary.destination.clone());
        let how = boundary.transport.map_or("not told", |transport| transport.label());
        let often = boundary.timing.map_or("not told", |timing| timing.label());
        view! {
            <tr>
                <th scope="row" data-label="From">{source}</th>
                <td data-label="To">{destination}</td>
                <td data-label="How">{how}</td>
                <td data-label="How often">{often}</td>
                <td data-label="Steps" class="num">{boundary.steps.len()}</td>
            </tr>
        }
    };
    let rows = found.iter().map(row).collect_view();
    let columns = ["From", "To", "How", "How often", "Steps"].map(Column::new).to_vec();
    let add = at(engagement, "integrations/new");
    let lede = "Boundaries that data crosses in this file. Add them all with the map above, or those that matter one by one; then write “via” and the name behind the step that uses it.";
    (!found.is_empty()).then(|| {
        view! {
            <Section title="Suggested integrations" id="suggested-integrations" lede>
                <DataTable caption="Suggested integrations" id="integrations-table" columns cards=true quiet=true>{rows}</DataTable>
                <p><a href=add>"Add an integration"</a></p>
            </Section>
        }
        .markup()
    })
}
