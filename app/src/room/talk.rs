//! What people say in the room: comments on each page, and the client's decision.
//! Who may only read sees what was said, and no form.

use super::{Room, Typed};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Badge, Choice, EditForm, FormErrors, Notice, PageHeader, RadioGroup, Section, TextArea, Time,
    Tone,
};
use crate::urls;
use faultline::engines::redact::replaced_in;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::room::{About, Answer, Comment, Decision};

/// The comments on a part of the room, and the form to add one.
pub(super) fn comments(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    about: About,
    typed: Option<&Typed>,
) -> impl IntoView + use<> {
    let said: Vec<_> =
        room.comments.iter().filter(|comment| comment.about == about.key()).collect();
    let form =
        context.can(Action::Comment, engagement).then(|| form(engagement, room, about, typed));
    let thread = said.iter().map(|comment| entry(comment, room.number())).collect_view();
    let thread = if said.is_empty() {
        view! { <p class="note">"Nobody has commented on this page yet."</p> }.markup()
    } else {
        view! { <ol class="thread">{thread}</ol> }.markup()
    };
    view! {
        <Section title="Comments" id="comments">
            {thread}
            {form}
        </Section>
    }
}

fn entry(comment: &Comment, reading: i32) -> impl IntoView + use<> {
    let version = (comment.number != reading).then(|| format!("on version {}", comment.number));
    view! {
        <li id=format!("comment-{}", comment.id)>
            <p class="said-by"><strong>{comment.person.clone()}</strong>" "<Time at=comment.at />" "{version}</p>
            <p class="told">{comment.body.clone()}</p>
            {replaced(&comment.body)}
        </li>
    }
}

/// What was replaced in a text before it was stored, as its placeholders say.
pub fn replaced(text: &str) -> Option<Markup> {
    let found = replaced_in([text]);
    let words = |(kind, n): &(String, usize)| {
        if *n == 1 { kind.clone() } else { format!("{kind} ({n} different ones)") }
    };
    let words: Vec<String> = found.iter().map(words).collect();
    (!words.is_empty()).then(|| {
        let told = format!("Replaced before it was stored: {}.", words.join(", "));
        view! { <p class="hint">{told}</p> }.markup()
    })
}

fn errors(typed: Option<&Typed>, marker: &str) -> (FormErrors, String) {
    let mut errors = FormErrors::new();
    let ours = typed.filter(|typed| typed.sent.ticked(marker));
    ours.iter()
        .flat_map(|typed| &typed.problems)
        .for_each(|problem| errors.add(problem.field, problem.message.clone()));
    (errors, ours.map(|typed| typed.sent.text(marker)).unwrap_or_default())
}

fn form(
    engagement: EngagementId,
    room: &Room,
    about: About,
    typed: Option<&Typed>,
) -> impl IntoView + use<> {
    let (errors, body) = errors(typed, "body");
    let (error, version) = (errors.of("body"), room.number());
    let asked = room.asked.map(|asked| view! { <input type="hidden" name="asked" value=asked /> });
    view! {
        <EditForm
            action=urls::room(engagement, "comments", None)
            save="Send comment"
            errors
            version=Some(i64::from(version))
            label="Add a comment"
        >
            <input type="hidden" name="about" value=about.key() />
            {asked}
            <TextArea
                label="Add a comment"
                name="body"
                value=body
                error=error
                maxlength=5000
                hint="Everyone in this room can read it. Never write a password; names of people and what looks like a secret are replaced before it is stored."
            />
        </EditForm>
    }
}

/// The decision page: what was decided, and the form for who may decide.
pub(super) fn decision(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    typed: Option<&Typed>,
) -> Markup {
    let standing = room.decisions.first().map(|decision| {
        let title = format!("{} {}", decision.person, past(&decision.answer));
        let (tone, number) = (tone(&decision.answer), decision.number);
        let about = format!("That was about version {number}. ");
        let (reason, at) = (decision.reason.clone(), decision.at);
        let (reset, told) = (after_reset(decision), replaced(&reason));
        view! { <Notice tone title><p>{about}<Time at />{reset}</p><p class="told">{reason}</p>{told}</Notice> }
    });
    let form = match (context.can(Action::Decide, engagement), room.number() == room.newest()) {
        (true, true) => decide(engagement, room, typed).markup(),
        (true, false) => view! {
            <p><a href=urls::room(engagement, "decision", None)>{format!("Read version {} and decide on it", room.newest())}</a></p>
        }
        .markup(),
        (false, _) if room.decisions.is_empty() => {
            view! { <p>"Nobody has decided yet. The people your company named as contributors can."</p> }.markup()
        }
        (false, _) => ().markup(),
    };
    let earlier = (room.decisions.len() > 1).then(|| {
        let entries = room.decisions.iter().skip(1).map(past_decision).collect_view();
        view! { <Section title="Earlier answers" id="earlier"><ol class="thread">{entries}</ol></Section> }
    });
    let lede = "Accept, decline, or ask something first. The last answer stands; earlier ones stay on record.";
    view! {
        <PageHeader title="Your decision" lede />
        {standing}
        {form}
        {earlier}
    }
    .markup()
}

fn decide(engagement: EngagementId, room: &Room, typed: Option<&Typed>) -> impl IntoView + use<> {
    let (errors, reason) = errors(typed, "reason");
    let answer = typed.map(|typed| typed.sent.text("answer")).unwrap_or_default();
    let choices =
        Answer::ALL.iter().map(|answer| Choice::new(answer.key(), offer(*answer))).collect();
    let legend = format!("Your answer to version {}", room.number());
    let (wrong_answer, wrong_reason) = (errors.of("answer"), errors.of("reason"));
    view! {
        <EditForm
            action=urls::room(engagement, "decision", None)
            save="Send decision"
            errors
            version=Some(i64::from(room.number()))
            label="Your decision"
        >
            <RadioGroup
                legend=legend
                name="answer"
                choices
                selected=answer
                error=wrong_answer
            />
            <TextArea
                label="Why, or what you would like to know"
                name="reason"
                value=reason
                error=wrong_reason
                maxlength=5000
                hint="Needed when you decline or ask."
            />
        </EditForm>
    }
}

fn offer(answer: Answer) -> &'static str {
    match answer {
        Answer::Accept => "Accept: go ahead as proposed",
        Answer::Decline => "Decline: not like this",
        Answer::Ask => "Ask something first",
    }
}

/// What someone did, in the past: “accepted”.
pub fn past(answer: &str) -> &'static str {
    match Answer::from_key(answer) {
        Ok(Answer::Accept) => "accepted the recommendation.",
        Ok(Answer::Decline) => "declined the recommendation.",
        Ok(Answer::Ask) => "asks something first.",
        Err(_) => "answered.",
    }
}

/// What a decision means to the reader.
pub fn tone(answer: &str) -> Tone {
    match Answer::from_key(answer) {
        Ok(Answer::Accept) => Tone::Sound,
        Ok(Answer::Decline) => Tone::Fault,
        Ok(Answer::Ask) => Tone::Doubt,
        Err(_) => Tone::Plain,
    }
}

/// That whoever decided had got their password by a link of staff shortly before.
fn after_reset(decision: &Decision) -> Option<&'static str> {
    decision
        .after_reset
        .then_some(" · given within a week after staff made a new link for this person’s password")
}

/// A decision in a list.
pub fn past_decision(decision: &Decision) -> impl IntoView + use<> {
    let answer = Answer::from_key(&decision.answer).map_or("Answer", Catalogue::label);
    view! {
        <li>
            <p class="said-by">
                <Badge tone=tone(&decision.answer) word=answer />
                " "
                <strong>{decision.person.clone()}</strong>
                " "
                <Time at=decision.at />
                {format!(" on version {}", decision.number)}
                {after_reset(decision)}
            </p>
            <p class="told">{decision.reason.clone()}</p>
            {replaced(&decision.reason)}
        </li>
    }
}
