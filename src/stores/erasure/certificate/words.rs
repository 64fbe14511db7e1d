//! The words of a certificate: its facts, the same as Markdown, and what rows of a table are called.
//! Names in it are written so that nothing is read into them.

use super::{Certificate, FilesErased, Scope};
use crate::platform::wording::counted;
use chrono::{DateTime, Utc};
use std::fmt::Write;

impl Certificate {
    /// Everything it says as Markdown, with the hash it was sealed with.
    #[must_use]
    pub fn markdown(&self, hash: &str) -> String {
        let mut md = format!("# Certificate of erasure no. {}\n\n", self.number);
        for (term, says) in self.facts() {
            let _ = writeln!(md, "- {term}: {}", escaped(&says));
        }
        let _ = writeln!(md, "- SHA-256: `{hash}`");
        let _ =
            write!(md, "\n## What was erased\n\n| kind | rows | bytes |\n| --- | ---: | ---: |\n");
        for row in &self.rows {
            let _ = writeln!(md, "| {} | {} | {} |", kind_label(&row.kind), row.rows, row.bytes);
        }
        let _ = writeln!(md, "| files | {} | {} |", self.files.removed, self.files.bytes);
        let _ = write!(
            md,
            "\n{}\n\n## What was not reached\n\n- {}\n",
            self.left(),
            self.backups.says()
        );
        for says in &self.not_reached {
            let _ = writeln!(md, "- {}", escaped(says));
        }
        md += "\nThe hash shows whether a word was changed. It is no signature: compare it with the one that the server keeps \
               under this number.\n";
        md
    }

    /// Its single facts, by what they are called.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let time = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
        let scope = match self.scope {
            Scope::Client => "all that was kept of a client",
            Scope::Engagement => "one engagement",
        };
        vec![
            ("Erased", scope.to_owned()),
            ("Its id", self.subject.to_string()),
            ("SHA-256 of the erasure's id, a colon and its name", self.name_sha256.clone()),
            ("Erasure", self.id.to_string()),
            ("Asked for by", format!("{} ({})", self.asked_by.name, self.asked_by.id)),
            ("Asked for at", time(self.asked_at)),
            ("Ended at", time(self.erased_at)),
            ("Written by", format!("Faultline {}", self.program)),
        ]
    }

    /// What stays of the audit, and how the files found compare with those recorded.
    #[must_use]
    pub fn left(&self) -> String {
        let FilesErased { recorded, removed, store, .. } = &self.files;
        let entries = counted(self.audit_entries_emptied, "entry", "entries");
        let known = counted(*recorded, "file", "files");
        let were = counted(*removed, "was", "were");
        let mut left = format!(
            "The texts of {entries} of the audit were taken out; that something was done, by whom and when stays. The \
             database told of {known}; {were} in the file store {store} and removed."
        );
        if removed < recorded {
            left += " Those that are missing were not there: where servers keep files in folders of their own, look into \
                     the others.";
        }
        left
    }
}

/// What rows of a table are, for people.
#[must_use]
pub fn kind_label(table: &str) -> String {
    let label = match table {
        "part" => "parts of the documents",
        "sample" => "failure samples",
        "sample_tally" | "sample_clock" => "counts of samples",
        "saved_view" => "saved views in which a name is replaced",
        "template" => "templates in which a name is replaced",
        "audit" => "entries of the audit whose texts are taken out",
        "client" => "the client",
        "person" => "people's accounts",
        "session" => "sessions",
        "sign_in_failure" => "attempts to sign in that failed",
        "known_network" => "networks that people signed in from",
        "form_sent" => "marks of forms that were sent",
        "intake" => "requests for a triage",
        "job" => "jobs with what they carry",
        "snapshot" => "published versions",
        "published_file" => "marks of files that versions hand out",
        "standing_change" => "changes of how the engagements stood",
        "room_seen" | "room_done" => "marks of what was looked at or dealt with in the rooms",
        "room_read" => "marks of who opened which version",
        "share" => "links that were shared",
        "share_opening" => "openings of links that were shared",
        "room_reply" => "replies in the rooms",
        "comment_edit" => "changes of what was said in the rooms",
        "comment_resolution" => "marks of threads that were resolved",
        "mention" => "mentions of people in the rooms",
        "notice" => "notices that waited to be mailed, or were a day ago",
        "notice_choice" => "choices of what is mailed to people",
        "daily_mail" => "days of people's last mail of the day",
        "colleague" => "requests to let a colleague in",
        "upload" => "files that wait to be imported",
        "upload_chunk" => "pieces of files that wait to be imported",
        "attachment" => "records of files",
        "files" => "files in the file store",
        other => return format!("{}s", other.replace('_', " ")),
    };
    label.to_owned()
}

/// A text that Markdown does not read anything into.
fn escaped(text: &str) -> String {
    let marks = |c: char| "\\`*_{}[]<>#|".contains(c);
    text.chars().flat_map(|c| marks(c).then_some('\\').into_iter().chain([c])).collect()
}
