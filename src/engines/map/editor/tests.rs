use super::changes::NotMade;
use super::draft::UnsavedText;
use super::wire::{SaveReply, StoredMap};
use super::{Choice, Editor, Registry, cells};
use crate::engines::map::edit::Edit;

const TEXT: &str = "Shop: pay\nERP: book\nShop: tell\n";

fn editor(text: &str) -> Editor {
    Editor::open(Registry::default(), text.to_owned(), 1)
}

fn stored(version: i32, text: &str) -> StoredMap {
    StoredMap { version, text: text.to_owned(), registry: Registry::default() }
}

/// Types a text letter by letter, one every 100 milliseconds, from `now` on.
fn type_in(editor: &mut Editor, words: &str, now: f64) {
    for (at, c) in (0_u32..).zip(words.chars()) {
        let text = format!("{}{c}", editor.text());
        let caret = editor.caret();
        editor.typed(text, caret, now + f64::from(at) * 100.0);
    }
}

fn names(editor: &Editor) -> Vec<&str> {
    editor.reading().map().steps.iter().map(|step| step.name.as_str()).collect()
}

#[test]
fn text_map_and_drawing_are_in_step_after_every_change() {
    let mut editor = editor(TEXT);
    editor.edit(&Edit::Rename { step: 0, name: "pay at once".into() }).unwrap();
    assert_eq!(editor.text(), "Shop: pay at once\nERP: book\nShop: tell\n");
    assert_eq!(editor.reading().scene().steps[0].name.join(" "), "pay at once");
    editor.edit(&cells::added("Office: file", Some(2))).unwrap();
    assert_eq!(names(&editor), ["pay at once", "book", "tell", "file"]);
    assert_eq!(editor.selected(), Some(3));
    editor.edit(&Edit::Remove { step: 3 }).unwrap();
    assert_eq!(editor.selected(), Some(2));
}

#[test]
fn a_step_keeps_its_id_whatever_way_it_is_changed() {
    let mut editor = editor(TEXT);
    let id = editor.reading().map().steps[1].id;
    editor.edit(&Edit::Lane { step: 1, lane: "Office".into() }).unwrap();
    editor.typed(format!("Shop: new\n{}", editor.text()), 0, 0.0);
    assert_eq!(editor.reading().map().steps[2].id, id);
}

#[test]
fn a_line_that_cannot_be_understood_leaves_the_drawing_and_stops_edits() {
    let mut editor = editor(TEXT);
    let drawn = editor.reading().drawn();
    editor.typed(format!("{TEXT}-> nowhere\n"), 0, 0.0);
    assert_eq!(editor.reading().errors()[0].line, 4);
    assert_eq!((editor.reading().drawn(), names(&editor).len()), (drawn, 3));
    assert_eq!(editor.edit(&Edit::Remove { step: 0 }), Err(NotMade::Unreadable));
    assert!(editor.undo());
    assert!(editor.edit(&Edit::Remove { step: 0 }).is_ok());
}

#[test]
fn a_text_that_cannot_be_understood_is_kept_once_and_taken_up_again() {
    let mut first = editor(TEXT);
    first.typed(format!("{TEXT}-> nowhere\n"), 0, 0.0);
    let request = first.to_save().unwrap();
    assert_eq!((request.version, request.draft), (1, 0));
    first.replied(&request.text, &SaveReply::Kept { draft: 1 });
    assert_eq!(first.to_save(), None, "it is kept as it stands");
    assert!(first.is_dirty(), "it is not in the map");
    let kept = first.unsaved().unwrap();
    assert_eq!(UnsavedText::read(&kept.to_string()), Some(kept.clone()));

    // Elsewhere it is taken up; put right, it is the map, and the draft goes.
    let mut second = editor(TEXT);
    second.resume_all(Some(kept.clone()), None);
    assert_eq!((second.text(), second.to_save()), (request.text.as_str(), None));
    assert_eq!(names(&second), ["pay", "book", "tell"], "the map is as it was last understood");
    second.typed(format!("{TEXT}-> book\n"), 0, 9_000.0);
    let request = second.to_save().unwrap();
    assert_eq!(request.draft, 1);
    let saved = SaveReply::Saved { version: 2, text: None, redacted: 0 };
    second.replied(&request.text, &saved);
    assert_eq!((second.to_save(), second.draft()), (None, 0));

    // What was taken back altogether leaves no draft behind.
    let mut third = editor(TEXT);
    third.resume_all(Some(kept), None);
    third.typed(TEXT.to_owned(), 0, 0.0);
    assert_eq!(third.to_save().unwrap().text, TEXT);
}

#[test]
fn two_windows_that_leave_different_drafts_lose_no_line() {
    let mut here = editor(TEXT);
    here.typed(format!("{TEXT}-> here\n"), 0, 0.0);
    let elsewhere = UnsavedText {
        version: 1,
        base: TEXT.to_owned(),
        text: format!("-> elsewhere\n{TEXT}"),
        draft: 3,
    };
    here.replied("", &SaveReply::OtherDraft(elsewhere));
    assert_eq!(here.text(), format!("-> elsewhere\n{TEXT}-> here\n"));
    assert_eq!(here.to_save().unwrap().draft, 3);
}

#[test]
fn an_edit_that_is_refused_changes_nothing() {
    let mut editor = editor(TEXT);
    let refused = editor.edit(&Edit::Rename { step: 0, name: " ".into() }).unwrap_err();
    assert_eq!(refused.to_string(), "Write what happens: a step needs a name.");
    assert_eq!((editor.text(), editor.can_undo()), (TEXT, false));
}

#[test]
fn a_run_of_typing_is_one_step_of_undo_and_a_line_ends_it() {
    let mut editor = editor("");
    type_in(&mut editor, "A: x\n", 0.0);
    type_in(&mut editor, "y", 500.0);
    type_in(&mut editor, "z", 5_000.0);
    assert_eq!(editor.text(), "A: x\nyz");
    for before in ["A: x\ny", "A: x\n", ""] {
        assert!(editor.undo());
        assert_eq!(editor.text(), before);
    }
    assert!(!editor.undo());
    while editor.redo() {}
    assert_eq!(editor.text(), "A: x\nyz");
}

#[test]
fn undo_has_no_end() {
    let mut editor = editor("");
    for at in 0..300 {
        editor.edit(&cells::added(&format!("A: step {at}"), None)).unwrap();
    }
    assert_eq!((0..).take_while(|_| editor.undo()).count(), 300);
    assert_eq!(editor.text(), "");
}

#[test]
fn undo_takes_back_only_what_was_written_here() {
    let mut editor = editor(TEXT);
    editor.typed(format!("Shop: look\n{TEXT}"), 0, 0.0);
    editor.catch_up(&stored(2, &format!("{TEXT}thank\n")));
    assert_eq!(names(&editor), ["look", "pay", "book", "tell", "thank"]);
    assert!(editor.undo());
    assert_eq!(names(&editor), ["pay", "book", "tell", "thank"]);
    assert!(editor.redo());
    assert_eq!(names(&editor), ["look", "pay", "book", "tell", "thank"]);
}

#[test]
fn a_pasted_table_becomes_lines_of_its_own() {
    let mut editor = editor("Shop: look");
    editor.paste("Who\tActivity\tMinutes\r\nShop\tpay\t\r\nOffice\ttype\t5\r\n", 10, 10);
    assert_eq!(editor.text(), "Shop: look\nShop: pay\nOffice: type (5 min)\n");
    assert_eq!(editor.caret(), editor.text().len());
    assert!(editor.undo());
    editor.paste("at", 6, 8);
    assert_eq!((editor.text(), editor.caret()), ("Shop: atok", 8));
}

#[test]
fn the_step_of_the_carets_line_is_selected() {
    let mut editor = editor(TEXT);
    assert!(editor.caret_at(12));
    assert_eq!(editor.selected(), Some(1));
    assert!(!editor.caret_at(13), "the same line");
    editor.select(99);
    assert_eq!(editor.selected(), Some(2));
}

#[test]
fn what_is_typed_while_a_save_is_under_way_stays_to_be_saved() {
    let mut editor = editor(TEXT);
    editor.typed(format!("{TEXT}thank\n"), 0, 0.0);
    let sent = editor.to_save().unwrap();
    assert_eq!(sent.version, 1);
    editor.typed(format!("{TEXT}thank\nwave\n"), 0, 10.0);
    let reply = SaveReply::Saved { version: 2, text: None, redacted: 0 };
    editor.replied(&sent.text, &reply);
    assert_eq!(editor.to_save().unwrap().version, 2);
    let sent = editor.to_save().unwrap();
    editor.replied(&sent.text, &SaveReply::Saved { version: 3, text: None, redacted: 0 });
    assert!(!editor.is_dirty());
}

#[test]
fn a_secret_that_was_taken_out_on_the_way_in_goes_here_too() {
    let mut editor = editor(TEXT);
    editor.typed(format!("{TEXT}use key 123\n"), 0, 0.0);
    let sent = editor.to_save().unwrap().text;
    editor.typed(format!("{sent}wave\n"), 0, 10.0);
    let text = Some(format!("{TEXT}use key ***\n"));
    editor.replied(&sent, &SaveReply::Saved { version: 2, text, redacted: 1 });
    assert_eq!(names(&editor), ["pay", "book", "tell", "use key ***", "wave"]);
    assert!(editor.is_dirty());
}

#[test]
fn lines_of_two_people_come_together() {
    let mut editor = editor(TEXT);
    editor.typed(format!("Shop: look\n{TEXT}"), 0, 0.0);
    editor.replied("", &SaveReply::Stale(stored(4, "Shop: pay\nERP: book it\nShop: tell\n")));
    assert_eq!(names(&editor), ["look", "pay", "book it", "tell"]);
    assert_eq!((editor.version(), editor.conflict()), (4, None));
    assert_eq!(editor.to_save().unwrap().version, 4);
    editor.catch_up(&stored(3, "Shop: old\n"));
    assert_eq!(editor.version(), 4, "an older version changes nothing");
}

#[test]
fn others_changes_come_in_while_nothing_is_written_here() {
    let mut editor = editor(TEXT);
    editor.catch_up(&stored(2, "Shop: pay\n"));
    assert_eq!(
        (editor.text(), editor.is_dirty(), editor.can_undo()),
        ("Shop: pay\n", false, false)
    );
}

fn contradicted() -> Editor {
    let mut editor = editor("Shop: pay\nERP: book\n");
    editor.typed("Shop: pay by card\nERP: book\n".into(), 0, 0.0);
    editor.catch_up(&stored(2, "Shop: pay in cash\nERP: book\n"));
    editor
}

#[test]
fn a_contradiction_is_shown_and_stops_saving() {
    let editor = contradicted();
    let clash = &editor.conflict().unwrap().clashes[0];
    assert_eq!(clash.theirs, ["Shop: pay in cash"]);
    assert_eq!(clash.mine, ["Shop: pay by card"]);
    assert_eq!(editor.text(), "Shop: pay by card\nERP: book\n");
    assert_eq!(editor.to_save(), None);
}

#[test]
fn a_contradiction_is_settled_without_losing_a_line() {
    let settled = |choice| {
        let mut editor = contradicted();
        editor.typed(format!("{}wave\n", editor.text()), 0, 0.0);
        editor.settle(choice);
        assert_eq!((editor.version(), editor.conflict()), (2, None));
        names(&editor).join(", ")
    };
    assert_eq!(settled(Choice::Both), "pay in cash, pay by card, book, wave");
    assert_eq!(settled(Choice::Mine), "pay by card, book, wave");
    assert_eq!(settled(Choice::Theirs), "pay in cash, book");
    let mut editor = contradicted();
    editor.settle(Choice::Theirs);
    assert!(editor.undo(), "what was given up can be had back");
    assert_eq!(names(&editor), ["pay by card", "book"]);
}

#[test]
fn what_was_not_stored_is_taken_up_after_a_reload() {
    let mut before = editor(TEXT);
    before.typed(format!("{TEXT}thank\n"), 0, 0.0);
    let kept = before.unsaved().unwrap();
    let mut after = editor(TEXT);
    assert!(after.resume(kept.clone()));
    assert_eq!(names(&after), ["pay", "book", "tell", "thank"]);
    assert_eq!(after.to_save().unwrap().version, 1);
    assert!(after.undo());
    assert_eq!(after.unsaved(), None);

    let mut later = Editor::open(Registry::default(), format!("Shop: look\n{TEXT}"), 5);
    assert!(later.resume(kept.clone()));
    assert_eq!(names(&later), ["look", "pay", "book", "tell", "thank"]);
    assert_eq!(later.to_save().unwrap().version, 5);

    let mut same = Editor::open(Registry::default(), kept.text.clone(), 2);
    assert!(!same.resume(kept), "it was stored after all");
}

#[test]
fn what_was_typed_before_the_editor_was_there_counts() {
    let mut editor = editor(TEXT);
    editor.typed_ahead(TEXT, TEXT);
    assert!(!editor.is_dirty());
    editor.typed_ahead(TEXT, &format!("{TEXT}thank\n"));
    assert_eq!(names(&editor), ["pay", "book", "tell", "thank"]);
    assert!(editor.undo());
}
