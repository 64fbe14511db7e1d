//! What becomes of a thread after it was said: what it said before, the forms that change it, and its resolution.
//! Nothing that was said is hidden: what was changed is read under “edited”.

use super::Place;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, ErrorSummary, PostButton, TextArea, Time};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::CommentId;
use faultline::stores::room::Wording;
use faultline::stores::room::mention::RoomPerson;
use uuid::Uuid;

/// People who are named in a hint.
const NAMED: usize = 12;

/// What a comment or a reply said before; nothing where it was never changed.
#[component]
pub fn Earlier(
    /// All that it said, the oldest first.
    versions: Vec<Wording>,
) -> impl IntoView {
    let (last, before) = versions.split_last()?;
    if before.is_empty() {
        return None;
    }
    let (at, before) = (last.at, before.to_vec());
    let entries = before.into_iter().map(|version| {
        view! {
            <li>
                <p class="said-by"><Time at=version.at /></p>
                <p class="told">{version.body}</p>
            </li>
        }
    });
    let entries = entries.collect_view();
    Some(view! {
        <details>
            <summary>"edited "<Time at /></summary>
            <ol class="thread replies" aria-label="What it said before">{entries}</ol>
        </details>
    })
}

/// The form that changes what its reader said; it stands open when it was refused.
#[component]
pub fn EditWords(
    /// Where it stands.
    place: Place,
    /// The comment that it is, or that it replies to.
    comment: CommentId,
    /// Which reply it is, if it is one.
    #[prop(optional_no_strip)]
    reply: Option<Uuid>,
    /// What it says.
    text: String,
    /// The form that was refused, of any of them.
    refused: Option<Filled>,
) -> impl IntoView {
    let id = reply.unwrap_or(comment.0);
    let refused = refused.filter(|form| {
        let of = if reply.is_some() { form.text("said") } else { form.text("comment") };
        of == id.to_string() && (reply.is_some() || form.text("said").is_empty())
    });
    let open = refused.is_some();
    let value = refused.as_ref().map_or(text, |form| form.text("edited"));
    let form = refused.unwrap_or_default();
    let said =
        reply.map(|reply| view! { <input type="hidden" name="said" value=reply.to_string() /> });
    view! {
        <details open=open>
            <summary>"Edit"</summary>
            <EditForm
                action=urls::room(place.engagement, "comments/edit", None)
                save="Save"
                errors=form.errors()
                label="Change what you said"
            >
                <Stands place comment />
                {said}
                <TextArea
                    label="What it should say"
                    name="edited"
                    id=format!("edited-{id}")
                    value
                    error=form.error("edited")
                    rows=2
                    maxlength=5000
                    hint="For a day, until somebody replies. What it said before stays readable under “edited”."
                />
            </EditForm>
        </details>
    }
}

/// Where a form of a thread leads back to.
#[component]
pub fn Stands(
    /// Where it stands.
    place: Place,
    /// The comment.
    comment: CommentId,
) -> impl IntoView {
    let asked = place.asked.map(|asked| view! { <input type="hidden" name="asked" value=asked /> });
    view! {
        <input type="hidden" name="about" value=place.about.key() />
        <input type="hidden" name="comment" value=comment.to_string() />
        {asked}
    }
}

/// The button that resolves a thread, or opens it again.
#[component]
pub fn Resolve(
    /// Where it stands.
    place: Place,
    /// The comment.
    comment: CommentId,
    /// Whether it is resolved.
    resolved: bool,
    /// It as it was refused.
    refused: Option<Filled>,
) -> impl IntoView {
    let mut with = vec![
        ("about", place.about.key().to_owned()),
        ("comment", comment.to_string()),
        ("resolved", (!resolved).to_string()),
    ];
    with.extend(place.asked.map(|asked| ("asked", asked.to_string())));
    let label = if resolved { "Open it again" } else { "Resolve" };
    let action = urls::room(place.engagement, "comments/resolve", None);
    let errors = refused.map(|form| view! { <ErrorSummary errors=form.errors() /> });
    view! { {errors}<PostButton action label look="quiet" with /> }
}

/// How somebody is mentioned, and who can be. Whether that is mailed is theirs to choose.
pub fn mentioning(people: &[RoomPerson]) -> String {
    let names: Vec<_> = people.iter().take(NAMED).map(|one| format!("@{}", one.name)).collect();
    if names.is_empty() {
        return String::new();
    }
    let more = people.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {more} more under People") } else { String::new() };
    format!(" To tell somebody, write @ and their name: {}{more}.", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::platform::ids::PersonId;

    fn people(count: usize) -> Vec<RoomPerson> {
        let person = |n| RoomPerson { id: PersonId::new(), name: format!("P{n}"), of_firm: false };
        (0..count).map(person).collect()
    }

    #[test]
    fn a_hint_names_who_can_be_mentioned_as_far_as_there_is_room() {
        assert_eq!(mentioning(&[]), "");
        let two = mentioning(&people(2));
        assert_eq!(two, " To tell somebody, write @ and their name: @P0, @P1.");
        let many = mentioning(&people(NAMED + 3));
        assert!(many.ends_with("@P11, and 3 more under People."), "{many}");
    }
}
