//! What the components promise whoever builds pages from them.

use super::*;
use crate::prelude::*;
use faultline::platform::catalogue::{Catalogue, UnknownKey};

const HOSTILE: &str = "\"></textarea><script>alert('x')</script>&";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fruit {
    Apple,
    Pear,
}

impl Catalogue for Fruit {
    const ALL: &'static [Self] = &[Self::Apple, Self::Pear];
    fn key(self) -> &'static str {
        if self == Self::Apple { "apple" } else { "pear" }
    }
    fn label(self) -> &'static str {
        if self == Self::Apple { "An apple" } else { "A pear" }
    }
    fn from_key(key: &str) -> Result<Self, UnknownKey> {
        let found = Self::ALL.iter().copied().find(|fruit| fruit.key() == key);
        found.ok_or_else(|| UnknownKey { catalogue: "fruit", text: key.into() })
    }
}

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().to_html())
}

fn has(html: &str, part: &str) {
    assert!(html.contains(part), "no {part} in {html}");
}

#[test]
fn a_text_area_cannot_be_closed_by_what_it_holds() {
    let html = html(|| view! { <TextArea label="Notes" name="notes" value=HOSTILE /> });
    assert!(!html.contains("<script"), "{html}");
    assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    has(&html, "&lt;/textarea&gt;&lt;script&gt;");
}

#[test]
fn a_text_area_keeps_a_line_break_at_the_start_and_adds_nothing_to_an_empty_one() {
    let html = |value: &'static str| {
        html(move || view! { <TextArea label="Notes" name="notes" value=value /> })
    };
    has(&html("\nsecond line"), ">\n\nsecond line</textarea>");
    has(&html(""), ">\n</textarea>");
}

#[test]
fn an_attribute_cannot_be_left_by_what_it_holds() {
    let html = html(|| {
        view! {
            <Field label=HOSTILE name="name" value=HOSTILE hint=HOSTILE error=Some(HOSTILE.into()) suggestions=vec![HOSTILE.into()] />
            <Select label="Kind" name="kind" choices=vec![Choice::new(HOSTILE, HOSTILE)] selected=HOSTILE />
            <CheckboxGroup legend=HOSTILE name="box" choices=vec![Choice::new(HOSTILE, HOSTILE).hint(HOSTILE)] />
            <PageHeader title=HOSTILE trail=vec![Link::new(HOSTILE, HOSTILE)] />
            <FaultLine tone=Tone::Fault label=HOSTILE />
            <PostButton action=HOSTILE label=HOSTILE with=vec![("id", HOSTILE.into())] />
        }
    });
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("=\"\">"), "an attribute was closed early: {html}");
    has(&html, "value=\"&quot;&gt;&lt;/textarea&gt;&lt;script");
}

#[test]
fn a_faulty_field_is_invalid_and_described_by_its_error_then_its_hint() {
    let html = html(|| {
        view! { <Field label="Name" name="name" hint="As people call it" error=Some("Give a name".into()) required=true maxlength=80 /> }
    });
    has(&html, "<label for=\"name\">");
    has(&html, "id=\"name\" name=\"name\" type=\"text\"");
    has(&html, "aria-describedby=\"name-error name-hint\"");
    has(&html, "aria-invalid=\"true\"");
    has(&html, "id=\"name-hint\"");
    has(&html, "id=\"name-error\"");
    has(&html, "maxlength=\"80\"");
    has(&html, " required");
}

#[test]
fn a_sound_field_is_described_by_nothing_that_is_not_there() {
    let html = html(|| view! { <Field label="Name" name="name" /> });
    for absent in ["aria-describedby", "aria-invalid", " required", "maxlength", "data-error"] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
}

#[test]
fn a_password_is_never_shown_again() {
    let html = html(
        || view! { <Field label="Password" name="password" kind="password" value="correct horse" /> },
    );
    assert!(!html.contains("correct horse"), "{html}");
}

#[test]
fn two_forms_may_share_names_but_not_ids() {
    let html = html(|| view! { <Field label="Name" name="name" id="second-name" hint="Again" /> });
    has(&html, "for=\"second-name\"");
    has(&html, "id=\"second-name\" name=\"name\"");
    has(&html, "aria-describedby=\"second-name-hint\"");
}

#[test]
fn a_catalogue_is_offered_in_its_order_with_the_chosen_entry_marked() {
    let html = html(
        || view! { <Select label="Fruit" name="fruit" choices={choices::<Fruit>()} selected="pear" blank="Any" /> },
    );
    has(&html, "<option value=\"\">Any</option><option value=\"apple\">An apple</option>");
    has(&html, "<option value=\"pear\" selected>A pear</option>");
}

#[test]
fn the_first_box_of_a_group_carries_the_id_that_a_fault_leads_to() {
    let html = html(|| {
        let mut errors = FormErrors::new();
        errors.add("fruit", "Tick one");
        view! {
            <EditForm action="/x" save="Save" errors=errors.clone()>
                <CheckboxGroup legend="Fruit" name="fruit" choices={choices::<Fruit>()} selected=vec!["pear".into()] error=errors.of("fruit") />
            </EditForm>
        }
    });
    has(&html, "<a href=\"#fruit\">Tick one</a>");
    has(&html, "id=\"fruit\" name=\"fruit\" value=\"apple\"");
    has(&html, "id=\"fruit-pear\" name=\"fruit\" value=\"pear\" checked");
    has(&html, "aria-describedby=\"fruit-error\"");
    has(&html, "One thing to put right");
}

#[test]
fn a_form_posts_its_version_and_is_quiet_about_faults_it_has_not() {
    let html =
        html(|| view! { <EditForm action="/x" save="Save" version=Some(7)>"fields"</EditForm> });
    has(&html, "method=\"post\" action=\"/x\"");
    has(&html, "<input type=\"hidden\" name=\"version\" value=\"7\">");
    assert!(!html.contains("role=\"alert\""), "{html}");
}

#[test]
fn the_page_one_is_on_is_marked_once_in_the_rail() {
    let html = html(|| {
        let rail = vec![Link::new("/", "Engagements").key('e'), Link::new("/people", "People")];
        view! { <StaffShell person="Mara" current="/people" rail=rail engagement=None>"page"</StaffShell> }
    });
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
    has(&html, "<a href=\"/people\" aria-current=\"page\"");
    has(&html, "href=\"/\" data-key=\"e\"");
    has(&html, "<main id=\"main\"");
}

#[test]
fn below_a_page_of_the_rail_that_page_stays_marked_and_says_how_it_stands() {
    let page = |href: &'static str, state: Option<(Tone, Text)>| RailPage {
        link: Link::new(href, "Samples"),
        state,
    };
    let html = html(|| {
        let pages = vec![
            page("/e/1/samples", Some((Tone::Doubt, "6 of 9".into()))),
            page("/e/1/sam", None),
        ];
        let nav =
            EngagementNav { overview: Link::new("/e/1", "Orders"), client: "Shop".into(), pages };
        view! { <StaffShell person="Mara" current="/e/1/samples/7" rail=vec![] engagement=Some(nav)>"page"</StaffShell> }
    });
    has(
        &html,
        "<a href=\"/e/1/samples\" aria-current=\"page\">Samples</a> <span class=\"rail-state\">",
    );
    has(&html, "data-tone=\"doubt\"></span>6 of 9</span>");
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
}

#[test]
fn of_a_long_sentence_the_first_phrase_is_a_link() {
    let long = "Nobody has said who of the two teams decides on what becomes of orders that cannot be booked";
    assert_eq!(
        nav::phrase("Seven duplicates in three weeks."),
        ("Seven duplicates in three weeks.", "")
    );
    let at = |says: &'static str| nav::phrase(says);
    assert_eq!(
        at("Orders to books: what it relied on has changed since Ada approved it in May."),
        ("Orders to books", ": what it relied on has changed since Ada approved it in May.")
    );
    assert_eq!(
        at(
            "The connector of orders was seen writing “Customer: number” without the right to do so."
        ),
        (
            "The connector of orders was seen writing “Customer: number” without the",
            " right to do so."
        )
    );
    let asks = "Why do the two confirmed samples of “Silent” at “Stock file to the shop” happen?";
    assert_eq!(at(asks), (asks, ""));
    let (first, rest) = at(long);
    assert_eq!(format!("{first}{rest}"), long);
    assert!(first.chars().count() <= 72 && !first.ends_with(' '), "{first}");
    assert_eq!(at("ÄÖÜ".repeat(40).leak()).1, "");
}

#[test]
fn components_carry_no_inline_script_style_or_handler() {
    let html = html(|| {
        view! {
            <StaffShell person="Mara" current="/" rail=vec![] engagement=None>
                <Progress done=1 of=0 what="steps" />
                <Confirm label="Retire" action="/x">"Sure?"</Confirm>
                <FaultLine tone=Tone::Fault evidence=9 wide=true />
            </StaffShell>
        }
    });
    for refused in ["<script", " style=", " onclick", " onsubmit", "javascript:"] {
        assert!(!html.contains(refused), "{refused} in {html}");
    }
}

#[test]
fn more_evidence_never_draws_a_lighter_fault() {
    let weight = |evidence: u64| {
        let html = html(move || view! { <FaultLine tone=Tone::Fault evidence /> });
        html.split("data-weight=\"").nth(1).unwrap()[..1].parse::<u8>().unwrap()
    };
    let weights: Vec<u8> = [0, 1, 3, 7, 20, 1_000_000].map(weight).to_vec();
    assert_eq!(weights, [1, 1, 2, 3, 4, 4]);
}

#[test]
fn a_blank_text_reads_as_unknown() {
    has(&html(|| view! { <Known text="  " /> }), "We don’t know yet");
    has(&html(|| view! { <Known text="REST" /> }), "<span>REST</span>");
    has(&html(|| view! { <PathBadge path={None::<Fruit>} /> }), "Not enough evidence");
}

#[test]
fn a_moment_reads_in_utc_and_keeps_its_iso_form() {
    let html = html(|| view! { <Time at="2026-11-03T04:05:06Z".parse().unwrap() /> });
    has(&html, "datetime=\"2026-11-03T04:05:06Z\">");
    has(&html, ">3 Nov 2026, 04:05 UTC</time>");
}

#[test]
fn numbers_are_grouped_by_three_and_anything_else_is_left_alone() {
    let cases = [
        ("0", "0"),
        ("999", "999"),
        ("1204", "1,204"),
        ("-1234567.50", "−1,234,567.50"),
        ("n/a", "n/a"),
        ("", ""),
    ];
    for (given, shown) in cases {
        assert_eq!(facts::grouped(given), shown);
    }
}

#[test]
fn a_sorted_column_says_so_and_a_region_is_named_by_its_caption() {
    let html = html(|| {
        let columns = vec![
            Column::new("Name").sort("?sort=-name", Some(Direction::Up)),
            Column::new("Samples").number(),
        ];
        view! { <DataTable caption="Integrations" id="list" columns><tr><td>"Shop"</td></tr></DataTable> }
    });
    has(&html, "<th scope=\"col\" aria-sort=\"ascending\"");
    has(&html, "role=\"group\" aria-labelledby=\"list-caption\" tabindex=\"0\"");
    has(&html, "<caption id=\"list-caption\"");
    has(&html, "<tbody><tr>");
}

#[test]
fn the_number_of_a_table_is_shown_where_its_caption_is_only_read_out() {
    let html = html(|| {
        let columns = vec![Column::new("Name")];
        view! { <DataTable caption="Patterns" number="Table 4" id="list" columns quiet=true><tr><td>"Shop"</td></tr></DataTable> }
    });
    has(&html, "<caption id=\"list-caption\"><span class=\"number\">Table 4</span>");
    has(&html, "<span class=\"visually-hidden\">Patterns</span>");
}
