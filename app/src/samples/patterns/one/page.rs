//! The page of one pattern.

use super::super::{NameField, Names, agreed, hours, number, samples_of, share, why, written};
use super::{Back, Shown};
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::samples::list::tone;
use crate::ui::{
    Badge, Chart, Column, Conflict, DataTable, Day, Days, Difference, EditForm, Figures, Link,
    Marks, Notice, PageHeader, Section, Stat, Strip, Text, Time, TimeOrDay, Tone,
};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::samples::{Group, Pattern, PatternKey, TREND_WEEKS, Trend};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::samples::{MadePattern, Representative};

/// The page.
#[component]
pub(super) fn PatternPage(
    /// What it shows.
    shown: Shown,
    /// What it is called.
    title: String,
    /// A form of its name that came back.
    back: Back,
) -> impl IntoView {
    let Shown { engagement, key, group, total, mondays, weeks, typical, made, names, may_edit } =
        shown;
    let Group { whole, members } = group;
    let trail = vec![
        Link::new(at(engagement, "samples"), "Failure samples"),
        Link::new(at(engagement, "samples/patterns"), "Patterns"),
    ];
    let label = format!("See its {}", counted(whole.count, "sample", "samples"));
    let lede = match &made {
        Some(_) => "Put together by hand: it counts as one pattern everywhere.".to_owned(),
        None => why(&whole),
    };
    let renamed = made.clone().filter(|_| may_edit);
    let unconfirmed = whole.confirmed == 0;
    view! {
        <PageHeader title trail lede>
            <a class="button primary" href=samples_of(engagement, key)>{label}</a>
        </PageHeader>
        <PatternFigures whole total weeks=weeks.clone() />
        {unconfirmed.then(|| view! { <Unconfirmed /> })}
        <Weeks mondays weeks />
        <Typical engagement typical />
        {made.map(|made| view! { <MadeOf engagement made members names /> })}
        {renamed.map(|made| view! { <Naming engagement key made back /> })}
        {may_edit.then(|| view! {
            <p class="after-table">"To split it, tick samples in its list, choose “Change or split …” and give them a pattern of their own."</p>
        })}
    }
}

#[component]
fn PatternFigures(whole: Pattern, total: i64, weeks: Vec<i64>) -> impl IntoView {
    let recent = weeks.len().saturating_sub(TREND_WEEKS);
    let trend = Trend::of(&weeks[recent..]).label().to_lowercase();
    let known = whole.is_known_by();
    let known = (!known.is_empty()).then(|| format!(" How the confirmed ones are known: {known}."));
    let base = format!("{}, of {} that are not rejected", share(whole.count, total), number(total));
    view! {
        <Figures>
            <Stat figure=number(whole.count) label="Samples" base />
            <Stat figure=number(whole.confirmed) label="Confirmed" base=format!("of {}", number(whole.count)) />
            <Stat figure=number(whole.records) label="Records affected" base="as samples name them" />
            <Stat figure=hours(whole.manual_minutes) label="Hours lost" base="of manual work" />
        </Figures>
        <p class="after-table">
            "Seen "<Days first=whole.first_seen last=whole.last_seen />". Trend: "{trend}"."{known}
        </p>
    }
}

/// The answer that findings rest on: whether this is all there is at its integrations.
#[component]
fn Unconfirmed() -> impl IntoView {
    view! {
        <Notice tone=Tone::Unknown title="Nobody has confirmed any of these yet">
            <p>"Until someone does, they establish nothing. A finding of one mapping error needs all confirmed samples of an integration in one pattern."</p>
        </Notice>
    }
}

#[component]
fn Weeks(mondays: Vec<NaiveDate>, weeks: Vec<i64>) -> impl IntoView {
    let first = weeks.iter().position(|n| *n > 0).unwrap_or(0);
    let shown: Vec<(NaiveDate, i64)> = mondays.into_iter().zip(weeks).skip(first).collect();
    let total: i64 = shown.iter().map(|(_, n)| n).sum();
    let counts = shown.iter().map(|(_, n)| *n).collect();
    let strips = vec![Strip { label: "A week".into(), marks: Marks::Columns(counts), total }];
    let day = |at: Option<&(NaiveDate, i64)>| {
        Text::from(at.map_or(String::new(), |(day, _)| day.format("%-d %b %Y").to_string()))
    };
    let axis = vec![day(shown.first()), day(shown.last())];
    let most = shown.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let says = format!(
        "{} in {}, at most {} a week.",
        counted(total, "sample", "samples"),
        counted(shown.len() as i64, "week", "weeks"),
        number(most)
    );
    let rows = shown.into_iter().rev().map(|(date, n)| {
        view! { <tr><th scope="row"><Day date /></th><td class="num">{number(n)}</td></tr> }
    });
    let rows = rows.collect_view();
    let columns = vec![Column::new("Week from"), Column::new("Samples").number()];
    view! {
        <Section title="Trend" id="trend">
            <Chart id="trend-chart" says strips axis>
                <DataTable caption="Samples a week" id="trend-table" columns quiet=true>{rows}</DataTable>
            </Chart>
        </Section>
    }
}

#[component]
fn Typical(engagement: EngagementId, typical: Vec<Representative>) -> impl IntoView {
    let mut typical = typical;
    typical.sort_by_key(|one| std::cmp::Reverse(one.occurred_at));
    let rows = typical.into_iter().map(|one| view! { <TypicalRow engagement one /> });
    let rows: Vec<_> = rows.collect();
    let columns = ["What happened", "Why this one", "When", "Review"].map(Column::new).to_vec();
    (!rows.is_empty()).then(|| view! {
        <Section title="Representative samples" id="samples">
            <DataTable caption="Representative samples" id="typical" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn TypicalRow(engagement: EngagementId, one: Representative) -> impl IntoView {
    let why = match one.why.as_str() {
        "first" => "From the first day",
        "last" => "From the last day",
        "most" => "From the day with the most",
        _ => "From the costliest day",
    };
    let (href, when) = (at(engagement, &format!("samples/{}", one.id)), one.occurred());
    view! {
        <tr>
            <th scope="row" data-label="What happened"><a href=href>{one.summary}</a></th>
            <td data-label="Why this one">{why}</td>
            <td data-label="When"><TimeOrDay when /></td>
            <td data-label="Review"><Badge tone=tone(one.state) word=one.state.label() /></td>
        </tr>
    }
}

#[component]
fn MadeOf(
    engagement: EngagementId,
    made: MadePattern,
    members: Vec<Pattern>,
    names: Names,
) -> impl IntoView {
    let rows = members.into_iter().take(100).map(|one| {
        view! {
            <tr>
                <th scope="row" data-label="Samples that agree on">{agreed(&one, &names)}</th>
                <td data-label="Why">{why(&one)}</td>
                <td class="num" data-label="Samples">{number(one.count)}</td>
                <td class="num" data-label="Confirmed">{number(one.confirmed)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = vec![
        Column::new("Samples that agree on"),
        Column::new("Why"),
        Column::new("Samples").number(),
        Column::new("Confirmed").number(),
    ];
    let by = made.by.unwrap_or_else(|| "someone".into());
    let (history, when) = (at(engagement, "activity"), made.created_at);
    view! {
        <Section title="What it is made of" id="made">
            <DataTable caption="What it is made of" id="members" columns cards=true quiet=true>{rows}</DataTable>
            <p class="after-table">{format!("Made by {by}, ")}<Time at=when />". "<a href=history>"How it came about"</a></p>
        </Section>
    }
}

#[component]
fn Naming(
    engagement: EngagementId,
    key: PatternKey,
    made: MadePattern,
    back: Back,
) -> impl IntoView {
    let open = back.sent.is_some();
    let version = back.theirs.as_ref().map_or(made.version, |(_, version)| *version);
    let sent = back.sent.unwrap_or_else(|| Form::of(vec![("name", made.name)]));
    let form = Filled::new(sent, back.errors);
    let conflict = back.theirs.map(|(theirs, _)| {
        let yours = form.text("name").into();
        let differences = vec![Difference { label: "Name".into(), yours, theirs: theirs.into() }];
        view! {
            <Conflict who="Someone else named it meanwhile." differences>
                <p>"Save to keep your name, or leave this page to keep theirs."</p>
            </Conflict>
        }
    });
    let action = at(engagement, "samples/patterns/rename");
    view! {
        <details class="change" open=open>
            <summary class="button">"Rename it"</summary>
            {conflict}
            <EditForm action save="Save name" errors=form.errors() version=Some(i64::from(version))>
                <input type="hidden" name="pattern" value=written(key) />
                <NameField form label="Name" hint="What its samples have in common." />
            </EditForm>
        </details>
    }
}
