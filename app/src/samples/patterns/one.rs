//! One pattern: how much, since when, which way it goes, what it looks like, and splitting or renaming it.
//! Six queries, however many samples there are.

use super::{agreed, hours, name, number, read, samples_of, share, title, why, written};
use crate::form::{Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::samples::Refusal;
use crate::samples::list::tone;
use crate::ui::{
    Badge, Chart, Column, Conflict, DataTable, Day, Difference, EditForm, Figures, FormErrors,
    Link, Marks, Notice, PageHeader, Section, Stat, Strip, Text, Time, Tone,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use faultline::document::samples::{
    CHART_WEEKS, Group, Pattern, PatternKey, TREND_WEEKS, Trend, groups, mondays,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PatternId};
use faultline::platform::wording::counted;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use faultline::stores::samples::{MadePattern, Renamed, Representative};
use serde::Deserialize;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    /// Which pattern, as the list writes it.
    of: String,
}

/// Why the form of the name comes back.
#[derive(Debug, Default)]
struct Back {
    sent: Option<Form>,
    errors: FormErrors,
    /// What someone else called it meanwhile, and the version it has.
    theirs: Option<(String, i32)>,
}

impl Back {
    fn status(&self) -> StatusCode {
        match (&self.theirs, self.errors.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        }
    }
}

/// The page. What is no pattern leads to the list of them.
pub async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(of): Query<Of>,
) -> Result<Response, HttpError> {
    show(&context, engagement, read(&of.of), Back::default()).await
}

/// Gives a pattern that was made by hand another name.
pub async fn rename(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let id: PatternId = sent.raw("pattern").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    let renamed = store::rename(&mut tx, grant, id, sent.version(), &sent.text("name")).await;
    let back = match renamed {
        Ok(Renamed::Done) => {
            tx.commit().await?;
            return Ok(go(&at(engagement, &format!("samples/patterns/one?of={id}"))));
        }
        Ok(Renamed::Conflict(theirs, version)) => {
            Back { theirs: Some((theirs, version)), sent: Some(sent), ..Back::default() }
        }
        Err(error) => {
            let Refusal::Invalid(problems) = Refusal::of(error)? else {
                return Err(HttpError::Conflict);
            };
            Back { errors: errors(&problems), sent: Some(sent), ..Back::default() }
        }
    };
    drop(tx);
    show(&context, engagement, Some(PatternKey::Made(id)), back).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    key: Option<PatternKey>,
    back: Back,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let (patterns, _) = store::patterns(&mut tx, grant).await?;
    let groups = groups(&patterns);
    let total: i64 = groups.iter().map(|group| group.whole.count).sum();
    let last = groups.iter().map(|group| group.whole.last_seen).max();
    let group = groups.into_iter().find(|group| Some(group.whole.key()) == key);
    let (Some(key), Some(group), Some(last)) = (key, group, last) else {
        return Ok(go(&at(engagement, "samples/patterns")));
    };
    let mondays = mondays(last, CHART_WEEKS);
    let weeks = store::weeks(&mut tx, grant, &mondays).await?.remove(&key).unwrap_or_default();
    let made = match key {
        PatternKey::Made(id) => store::made(&mut tx, grant, id).await?,
        PatternKey::Rule(_) => None,
    };
    let typical = store::representatives(&mut tx, grant, key).await?;
    let names = head.integrations.into_iter().collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let may_edit = frame::may_edit(context, engagement);
    let title = title(&group.whole, &names);
    let status = back.status();
    let shown =
        Shown { engagement, key, group, total, mondays, weeks, typical, made, names, may_edit };
    let body = shown.view(&title, back);
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}

struct Shown {
    engagement: EngagementId,
    key: PatternKey,
    group: Group,
    total: i64,
    mondays: Vec<NaiveDate>,
    weeks: Vec<i64>,
    typical: Vec<Representative>,
    made: Option<MadePattern>,
    names: super::Names,
    may_edit: bool,
}

impl Shown {
    fn view(&self, title: &str, back: Back) -> impl IntoView + use<> {
        let at = |page: &str| at(self.engagement, page);
        let trail = vec![
            Link::new(at("samples"), "Failure samples"),
            Link::new(at("samples/patterns"), "Patterns"),
        ];
        let all = samples_of(self.engagement, self.key);
        let label = format!("See its {}", counted(self.group.whole.count, "sample", "samples"));
        let lede = match &self.made {
            Some(_) => "Put together by hand: it counts as one pattern everywhere.".to_owned(),
            None => why(&self.group.whole),
        };
        let split = self.may_edit.then(|| {
            view! { <p class="after-table">"To split it, tick samples in its list, choose “Change or split …” and give them a pattern of their own."</p> }
        });
        let title = title.to_owned();
        view! {
            <PageHeader title trail lede>
                <a class="button primary" href=all>{label}</a>
            </PageHeader>
            {self.figures()}
            {self.answer()}
            {self.trend()}
            {self.representative()}
            {self.made_of()}
            {self.naming(back)}
            {split}
        }
    }

    fn figures(&self) -> impl IntoView + use<> {
        let whole = &self.group.whole;
        let recent = self.weeks.len().saturating_sub(TREND_WEEKS);
        let trend = Trend::of(&self.weeks[recent..]).label().to_lowercase();
        let base = format!(
            "{}, of {} that are not rejected",
            share(whole.count, self.total),
            number(self.total)
        );
        let confirmed = format!("of {}", number(whole.count));
        let (count, sure, records) =
            (number(whole.count), number(whole.confirmed), number(whole.records));
        let lost = hours(whole.manual_minutes);
        view! {
            <Figures>
                <Stat figure=count label="Samples" base />
                <Stat figure=sure label="Confirmed" base=confirmed />
                <Stat figure=records label="Records affected" base="as samples name them" />
                <Stat figure=lost label="Hours lost" base="of manual work" />
            </Figures>
            <p class="after-table">"Seen "{super::seen(whole)}". Trend: "{trend}"."</p>
        }
    }

    /// The answer that findings rest on: whether this is all there is at its integrations.
    fn answer(&self) -> Option<Markup> {
        let whole = &self.group.whole;
        (whole.confirmed == 0).then(|| {
            view! {
                <Notice tone=Tone::Unknown title="Nobody has confirmed any of these yet">
                    <p>"Until someone does, they establish nothing. A finding of one mapping error needs all confirmed samples of an integration in one pattern."</p>
                </Notice>
            }
            .markup()
        })
    }

    fn trend(&self) -> impl IntoView + use<> {
        let first = self.weeks.iter().position(|n| *n > 0).unwrap_or(0);
        let shown: Vec<(NaiveDate, i64)> =
            self.mondays.iter().copied().zip(self.weeks.iter().copied()).skip(first).collect();
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
        let rows = shown
            .iter()
            .rev()
            .map(|(day, n)| {
                view! { <tr><th scope="row"><Day date=*day /></th><td class="num">{number(*n)}</td></tr> }
            })
            .collect_view();
        let columns = vec![Column::new("Week from"), Column::new("Samples").number()];
        view! {
            <Section title="Trend" id="trend">
                <Chart id="trend-chart" says strips axis>
                    <DataTable caption="Samples a week" id="trend-table" columns quiet=true>{rows}</DataTable>
                </Chart>
            </Section>
        }
    }

    fn representative(&self) -> Option<Markup> {
        if self.typical.is_empty() {
            return None;
        }
        let mut typical = self.typical.clone();
        typical.sort_by_key(|one| std::cmp::Reverse(one.occurred_at));
        let rows = typical
            .into_iter()
            .map(|one| {
                let why = match one.why.as_str() {
                    "first" => "From the first day",
                    "last" => "From the last day",
                    "most" => "From the day with the most",
                    _ => "From the costliest day",
                };
                let href = at(self.engagement, &format!("samples/{}", one.id));
                let (tone, word) = (tone(one.state), one.state.label());
                view! {
                    <tr>
                        <th scope="row" data-label="What happened"><a href=href>{one.summary}</a></th>
                        <td data-label="Why this one">{why}</td>
                        <td data-label="When"><Time at=one.occurred_at /></td>
                        <td data-label="Review"><Badge tone word /></td>
                    </tr>
                }
            })
            .collect_view();
        let columns = ["What happened", "Why this one", "When", "Review"].map(Column::new).to_vec();
        let section = view! {
            <Section title="Representative samples" id="samples">
                <DataTable caption="Representative samples" id="typical" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        };
        Some(section.markup())
    }

    fn made_of(&self) -> Option<Markup> {
        let made = self.made.as_ref()?;
        let row = |one: &Pattern| {
            view! {
                <tr>
                    <th scope="row" data-label="Samples that agree on">{agreed(one, &self.names)}</th>
                    <td data-label="Why">{why(one)}</td>
                    <td class="num" data-label="Samples">{number(one.count)}</td>
                    <td class="num" data-label="Confirmed">{number(one.confirmed)}</td>
                </tr>
            }
        };
        let rows = self.group.members.iter().take(100).map(row).collect_view();
        let columns = vec![
            Column::new("Samples that agree on"),
            Column::new("Why"),
            Column::new("Samples").number(),
            Column::new("Confirmed").number(),
        ];
        let by = made.by.clone().unwrap_or_else(|| "someone".into());
        let (history, when) = (at(self.engagement, "activity"), made.created_at);
        let section = view! {
            <Section title="What it is made of" id="made">
                <DataTable caption="What it is made of" id="members" columns cards=true quiet=true>{rows}</DataTable>
                <p class="after-table">{format!("Made by {by}, ")}<Time at=when />". "<a href=history>"How it came about"</a></p>
            </Section>
        };
        Some(section.markup())
    }

    fn naming(&self, back: Back) -> Option<Markup> {
        let made = self.made.as_ref().filter(|_| self.may_edit)?;
        let open = back.sent.is_some();
        let version = back.theirs.as_ref().map_or(made.version, |(_, version)| *version);
        let sent = back.sent.unwrap_or_else(|| Form::of(vec![("name", made.name.clone())]));
        let conflict = back.theirs.map(|(theirs, _)| {
            let yours = sent.text("name");
            let difference =
                Difference { label: "Name".into(), yours: yours.into(), theirs: theirs.into() };
            view! {
                <Conflict who="Someone else named it meanwhile." differences=vec![difference]>
                    <p>"Save to keep your name, or leave this page to keep theirs."</p>
                </Conflict>
            }
        });
        let action = at(self.engagement, "samples/patterns/rename");
        let field = name(&sent, &back.errors, "Name", "What its samples have in common.");
        let written = written(self.key);
        let form = view! {
            <details class="change" open=open>
                <summary class="button">"Rename it"</summary>
                {conflict}
                <EditForm action save="Save name" errors=back.errors version=Some(i64::from(version))>
                    <input type="hidden" name="pattern" value=written />
                    {field}
                </EditForm>
            </details>
        };
        Some(form.markup())
    }
}
