//! A map as somebody hears it who does not see it: twelve questions about the demo, answered from the tables of the pages
//! alone, for staff and for the client. The drawings of the pages are taken away before anything is read.

use crate::harness::{Browser, PASSWORD, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The engagement of the demo whose maps are asked about.
const TITLE: &str = "Web order to cash";

/// A row of a table: its cells by their column.
type Row = BTreeMap<String, String>;

/// The text of a piece of HTML, with single spaces.
fn text(html: &str) -> String {
    let mut told = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                told.push(' ');
            }
            c if !inside => told.push(c),
            _ => {}
        }
    }
    let signs = [("&#39;", "'"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")];
    for (entity, sign) in signs {
        told = told.replace(entity, sign);
    }
    told.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page without its drawings.
fn without_drawings(page: &str) -> String {
    let mut rest = page;
    let mut kept = String::new();
    while let Some(at) = rest.find("<svg") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].split_once("</svg>").map_or("", |(_, rest)| rest);
    }
    kept + rest
}

/// The rows of all tables of a page that have an id, and their cells.
fn rows(page: &str) -> Vec<(String, Row)> {
    let page = without_drawings(page);
    let rows = page.split("<tr").skip(1).filter_map(|rest| {
        let row = rest.split("</tr>").next()?;
        let (head, cells) = row.split_once('>')?;
        let id = head.split("id=\"").nth(1)?.split('"').next()?.to_owned();
        let cell = |cell: &str| {
            let (label, rest) = cell.split_once('"')?;
            let content = rest.split_once('>')?.1;
            let content = content.split("</td>").next()?.split("</th>").next()?;
            Some((text(label), content.to_owned()))
        };
        Some((id, cells.split("data-label=\"").skip(1).filter_map(cell).collect()))
    });
    rows.collect()
}

/// A step as it is heard.
#[derive(Debug, Clone, Default)]
struct Step {
    number: String,
    name: String,
    lane: String,
    kind: String,
    facts: String,
    /// Where it leads: when, and the number of the step.
    leads: Vec<(String, String)>,
    breaks: String,
}

/// A map as it is heard.
struct Heard(Vec<Step>);

impl Heard {
    /// The table of the staff page: a step leads to a list of links, and the flows that break have a table of their own.
    fn by_staff(page: &str, map: &[Uuid]) -> Self {
        let rows = rows(page);
        let broken: Vec<_> = rows.iter().filter(|(id, _)| id.starts_with("breaks-")).collect();
        let step = |(_, row): &(String, Row)| {
            let of = |label: &str| row.get(label).map(String::as_str).unwrap_or_default();
            let leads = of("Leads to").split("<li>").skip(1).map(|item| {
                let item = text(item);
                // “no: 5 Send the same order again” or “5 Send the same order again via Orders”
                let (when, step) = item
                    .split_once(": ")
                    .filter(|(when, _)| !starts_with_digit(when))
                    .unwrap_or(("", &item));
                (when.to_owned(), step.split(' ').next().unwrap_or_default().to_owned())
            });
            // What was noted beside it follows its name, as a hint.
            let name = text(of("Step").split("<span").next().unwrap_or_default());
            let breaks = broken.iter().filter(|(_, row)| {
                row.get("Flow").is_some_and(|flow| text(flow).split(" → ").next() == Some(&name))
            });
            let breaks =
                breaks.map(|(_, row)| text(&row["Samples"])).collect::<Vec<_>>().join(", ");
            Step {
                number: text(of("Number")),
                lane: text(of("Lane")),
                kind: text(of("Kind")),
                facts: text(of("Facts")),
                leads: leads.collect(),
                breaks,
                name,
            }
        };
        let known = |(id, _): &&(String, Row)| map.iter().any(|step| step.to_string() == *id);
        Self(rows.iter().filter(known).map(step).collect())
    }

    /// The table of the room: a step leads to numbers, and says itself what breaks behind it.
    fn by_client(page: &str, map: &[Uuid]) -> Self {
        let step = |(_, row): &(String, Row)| {
            let of = |label: &str| row.get(label).map(|cell| text(cell)).unwrap_or_default();
            let goes_on = of("Goes on to");
            let leads = goes_on.split("; ").filter(|item| starts_with_digit(item)).map(|item| {
                let item = item.split(" over “").next().unwrap_or_default();
                let (number, when) = item.split_once(" if ").unwrap_or((item, ""));
                (when.to_owned(), number.to_owned())
            });
            Step {
                number: of("No."),
                name: of("Step"),
                lane: of("Where"),
                kind: of("Kind and facts"),
                facts: of("Kind and facts"),
                leads: leads.collect(),
                breaks: of("Breaks here"),
            }
        };
        let known = |(id, _): &&(String, Row)| map.iter().any(|step| step.to_string() == *id);
        Self(rows(page).iter().filter(known).map(step).collect())
    }

    fn named(&self, name: &str) -> &Step {
        self.0.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("no step “{name}”"))
    }

    /// The names of the steps that a step leads to on a condition.
    fn after(&self, name: &str, when: &str) -> Vec<&str> {
        let leads = self.named(name).leads.iter().filter(|(own, _)| own == when);
        let step = |number: &str| self.0.iter().find(|step| step.number == number);
        leads.filter_map(|(_, number)| Some(step(number)?.name.as_str())).collect()
    }

    fn all(&self, is: impl Fn(&Step) -> bool) -> Vec<&str> {
        self.0.iter().filter(|step| is(step)).map(|step| step.name.as_str()).collect()
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The step that takes longest by hand.
const COMPARE: &str = "Compare both exports line by line";

/// The steps that somebody does by hand.
const BY_HAND: [&str; 7] = [
    "Export yesterday's orders from shop and ERP",
    COMPARE,
    "Cancel the second order",
    "Type the missing order into the ERP",
    "Go through the suspense account",
    "Copy the tracking number into the shop",
    "Put it right in up to four systems",
];

/// The first seven of the twelve questions, and what somebody answers who has the table read out.
fn ask_the_way(heard: &Heard) {
    let starts = heard.all(|step| step.kind.starts_with("Start"));
    assert_eq!(starts, ["Places and pays an order"], "1. Where does it begin?");
    let ways = [
        ("2. What follows the release?", "Release to the warehouse", "", "Pick and pack"),
        (
            "3. What happens on “no”, when there is no answer within ten seconds?",
            "Answer within ten seconds?",
            "no",
            "Send the same order again",
        ),
        (
            "4. Where does sending it again lead?",
            "Send the same order again",
            "",
            "Create the order",
        ),
        (
            "5. And when an order is missing?",
            "Everything there once?",
            "missing",
            "Type the missing order into the ERP",
        ),
        (
            "6. What happens when something is not as ordered?",
            "Everything as ordered?",
            "no",
            "Notices and complains",
        ),
    ];
    for (question, step, when, answer) in ways {
        assert_eq!(heard.after(step, when), [answer], "{question}");
    }
    assert_eq!(heard.named("Pick and pack").lane, "Warehouse", "7. Who picks and packs?");
}

/// The other five; so many failures break behind one step.
fn ask_who_and_where(heard: &Heard, failures: i64) {
    let notices = heard.all(|step| step.kind.starts_with("Detection"));
    assert_eq!(notices, ["Notices and complains"], "8. Who notices?");
    assert_eq!(heard.named(notices[0]).lane, "Customer", "8. Who notices?");
    let by_hand = heard.all(|step| step.kind.contains("by hand"));
    assert_eq!(by_hand, BY_HAND, "9. Which steps are by hand?");
    let takes = &heard.named(COMPARE).facts;
    assert!(takes.contains("45 min × 21"), "10. How long does comparing take? {takes}");
    let memory = heard.all(|step| step.facts.contains("memory"));
    let told = memory.contains(&COMPARE) && memory.len() == 4;
    assert!(told, "11. What hangs on somebody’s memory? {memory:?}");
    let breaks = heard.0.iter().filter(|step| starts_with_digit(&step.breaks));
    let worst = breaks.max_by_key(|step| count(&step.breaks)).expect("nothing breaks");
    let question = "12. Where does it break most, and how often?";
    assert_eq!(worst.name, "Fetch new orders every five minutes", "{question}");
    assert_eq!(count(&worst.breaks), failures, "{question}");
}

fn count(told: &str) -> i64 {
    told.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Somebody of the demo who has this part in an engagement.
pub async fn signed_in(app: &TestApp, engagement: Uuid, capacity: &str) -> Browser {
    let email: String = sqlx::query_scalar(
        "select p.email from person p join membership m on m.person_id = p.id
         where m.engagement_id = $1 and m.capacity = $2 order by p.email limit 1",
    )
    .bind(engagement)
    .bind(capacity)
    .fetch_one(&app.owner)
    .await
    .unwrap();
    let mut browser = app.visitor();
    let answer = browser.sign_in(&email, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.body);
    browser
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn twelve_questions_about_a_map_are_answered_from_its_tables_alone(owner: PgPool) {
    let app = TestApp::with_demo(owner.clone()).await;
    let (engagement, workflow): (Uuid, Uuid) = sqlx::query_as(
        "select e.id, (p.body ->> 'id')::uuid from engagement e join part p on p.engagement_id = e.id
         where e.title = $1 and p.kind = 'workflow' and p.body ->> 'name' ilike '%order%cash%'",
    )
    .bind(TITLE)
    .fetch_one(&owner)
    .await
    .unwrap();
    let steps: Vec<Uuid> = sqlx::query_scalar(
        "select (step ->> 'id')::uuid from part, jsonb_array_elements(body -> 'steps') step
         where engagement_id = $1 and kind = 'map' and body ->> 'workflow' = $2::text and body ->> 'side' = 'actual'",
    )
    .bind(engagement)
    .bind(workflow.to_string())
    .fetch_all(&owner)
    .await
    .unwrap();
    let failures: i64 = sqlx::query_scalar(
        "select count(*) from sample s join part p on p.id = s.integration_id
         where s.engagement_id = $1 and s.state in ('confirmed', 'diagnosed') and p.body ->> 'name' = 'Shop orders to ERP'",
    )
    .bind(engagement)
    .fetch_one(&owner)
    .await
    .unwrap();
    assert!(steps.len() > 20 && failures > 10, "{} steps, {failures} failures", steps.len());
    let mut lead = signed_in(&app, engagement, "lead").await;
    let staff = lead.get(&format!("/e/{engagement}/workflows/{workflow}/actual")).await;
    assert_eq!(staff.status, StatusCode::OK);
    let heard = Heard::by_staff(&staff.body, &steps);
    ask_the_way(&heard);
    ask_who_and_where(&heard, failures);
    let mut client = signed_in(&app, engagement, "contributor").await;
    let room = client.get(&format!("/room/{engagement}/map")).await;
    assert_eq!(room.status, StatusCode::OK);
    let heard = Heard::by_client(&room.body, &steps);
    ask_the_way(&heard);
    ask_who_and_where(&heard, failures);
}
