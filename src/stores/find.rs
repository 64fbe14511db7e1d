//! Finding by name: engagements, what is written in them, and their samples.
//! It finds among what row-level security shows to whoever asks; nothing else decides whose something is.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::EngagementId;
use sqlx::{PgConnection, query_file_as};

catalogue! {
    /// What was found.
    pub enum FoundKind {
        Engagement => "engagement", "Engagement";
        System => "system", "System";
        Integration => "integration", "Integration";
        Workflow => "workflow", "Workflow";
        Step => "step", "Step";
        DataType => "data_type", "Data type";
        Field => "field", "Field";
        Sample => "sample", "Sample";
    }
}

/// Something that goes by the words that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// The engagement it is in, or is.
    pub engagement: EngagementId,
    /// The engagement's title.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Of a step, its workflow.
    pub workflow: Option<String>,
    /// Of a step, whether its map is intended or actual.
    pub side: Option<String>,
    /// What it is called.
    pub name: String,
}

/// Things of one kind that are shown.
const EACH: i64 = 8;
/// Words that are looked for.
const WORDS: usize = 8;
/// Newest samples that are looked through, of the engagement one is in.
const SAMPLES_HERE: i64 = 10_000;
/// Newest samples that are looked through of each of the engagements that changed last, when one is in none.
const SAMPLES_EACH: i64 = 1_000;

/// What goes by all of these words, a few of each kind; what is in `here` comes first. No word finds nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(
    conn: &mut PgConnection,
    text: &str,
    here: Option<EngagementId>,
) -> sqlx::Result<Vec<Found>> {
    let words: Vec<String> = text.split_whitespace().take(WORDS).map(str::to_lowercase).collect();
    let Some(first) = words.first() else { return Ok(Vec::new()) };
    let patterns: Vec<String> = words.iter().map(|word| format!("%{}%", escaped(word))).collect();
    let mut found = query_file_as!(
        Found,
        "src/stores/find.sql",
        &patterns[..],
        here.map(|id| id.0),
        first,
        EACH,
        SAMPLES_HERE,
        SAMPLES_EACH
    )
    .fetch_all(conn)
    .await?;
    found.sort_by_key(|found| found.kind);
    Ok(found)
}

/// A word that stands for itself in a pattern.
fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::testing::Bench;
    use sqlx::{AssertSqlSafe, PgPool, query};
    use std::time::{Duration, Instant};

    async fn part(bench: &Bench, kind: &str, body: &str) {
        let add = format!(
            "insert into part (engagement_id, id, kind, body) values ($1, gen_random_uuid(), $2, '{body}')"
        );
        let add = query(AssertSqlSafe(add)).bind(bench.engagement.0).bind(kind);
        add.execute(&bench.pool).await.unwrap();
    }

    async fn names(bench: &Bench, text: &str) -> Vec<(FoundKind, String)> {
        let found = find(&mut *bench.act().await, text, Some(bench.engagement)).await.unwrap();
        found.into_iter().map(|found| (found.kind, found.name)).collect()
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn what_is_named_is_found_by_any_of_its_words_and_only_by_whose_it_is(pool: PgPool) {
        let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool).await);
        for bench in [&bench, &other] {
            part(bench, "system", r#"{"name": "Web shop 100%"}"#).await;
            part(bench, "integration", r#"{"name": "Shop to books"}"#).await;
            let map = r#"{"workflow": "w", "side": "actual", "steps": [{"id": "s", "name": "Order leaves the shop"}]}"#;
            part(bench, "map", map).await;
            part(bench, "map", r#"{"workflow": "v", "side": "actual"}"#).await;
        }
        let found = find(&mut *bench.act().await, "SHOP", None).await.unwrap();
        assert!(found.iter().all(|found| found.engagement == bench.engagement), "{found:?}");
        let kinds: Vec<_> = found.iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [FoundKind::System, FoundKind::Integration, FoundKind::Step]);
        assert_eq!(found[2].side.as_deref(), Some("actual"));
        let system = (FoundKind::System, "Web shop 100%".to_owned());
        assert_eq!(names(&bench, "100% web").await, [system]);
        assert!(names(&bench, "0_%").await.is_empty(), "a sign of a pattern stands for itself");
        assert_eq!(names(&bench, "orders").await, [(FoundKind::Engagement, "Orders".to_owned())]);
        assert!(names(&bench, "  ").await.is_empty());
    }

    /// Ten thousand things whose names begin with a word: parts of every kind, steps of fifty maps, and samples.
    async fn ten_thousand(bench: &Bench, word: &str) {
        let parts = "insert into part (engagement_id, id, kind, body) \
            select $1, gen_random_uuid(), (array['system', 'integration', 'workflow', 'data_type', 'field'])[1 + n % 5], \
                jsonb_build_object('name', $2 || ' thing ' || n) from generate_series(1, 6000) n \
            union all \
            select $1, gen_random_uuid(), 'map', jsonb_build_object('workflow', gen_random_uuid(), 'side', 'actual', 'steps', \
                (select jsonb_agg(jsonb_build_object('id', gen_random_uuid(), 'name', $2 || ' step ' || m * 100 + s)) \
                 from generate_series(1, 40) s)) \
            from generate_series(1, 50) m";
        let samples = "insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary) \
            select gen_random_uuid(), $1, 'wrong', 'source', 'timeout', now() - n * interval '1 minute', 'staff', 'failed', \
                $2 || ' sample ' || n from generate_series(1, 2000) n";
        for add in [parts, samples] {
            query(add).bind(bench.engagement.0).bind(word).execute(&bench.pool).await.unwrap();
        }
        sqlx::raw_sql("analyze part; analyze sample").execute(&bench.pool).await.unwrap();
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn among_ten_thousand_names_the_closest_are_found_at_once_and_nobody_elses(pool: PgPool) {
        let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool).await);
        ten_thousand(&bench, "own").await;
        ten_thousand(&other, "others").await;
        for (text, kinds, first) in [
            ("thing 77", 5, "own thing 77"),
            ("step 177", 0, ""),
            ("step 120", 1, "own step 120"),
            ("sample 1999", 1, "own sample 1999"),
            ("own", 7, "own thing 5"),
            ("others", 0, ""),
        ] {
            let found = names(&bench, text).await;
            let mut there: Vec<_> = found.iter().map(|(kind, _)| *kind).collect();
            there.dedup();
            assert_eq!(there.len(), kinds, "{text}: {found:?}");
            assert!(found.iter().all(|(_, name)| name.starts_with("own ")), "{text}: {found:?}");
            assert!(found.iter().filter(|(kind, _)| *kind == there[0]).count() <= EACH as usize);
            let Some((kind, _)) = found.iter().find(|(_, name)| name == first) else {
                assert!(first.is_empty(), "{text}: {found:?}");
                continue;
            };
            let closest = found.iter().find(|(other, _)| other == kind).unwrap();
            assert_eq!(closest.1, first, "{text}: {found:?}");
        }
    }

    /// The best of some, as a machine that others use too is slow now and then, or always: so it is held against itself. It
    /// takes about twenty milliseconds of the fifty that a person may wait, whether all names have the words or none has.
    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn ten_thousand_names_are_looked_through_soon(pool: PgPool) {
        let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool).await);
        ten_thousand(&bench, "own").await;
        ten_thousand(&other, "others").await;
        let mut conn = bench.act().await;
        for here in [Some(bench.engagement), None] {
            let mut best = [Duration::MAX; 3];
            for _ in 0..20 {
                for (best, text) in best.iter_mut().zip(["nothing", "thing 77", "own"]) {
                    let begun = Instant::now();
                    find(&mut conn, text, here).await.unwrap();
                    *best = begun.elapsed().min(*best);
                }
            }
            let [none, some, all] = best;
            assert!(some.max(all) <= none * 5, "in {here:?}: {none:?}, {some:?}, {all:?}");
            assert!(all <= Duration::from_millis(500), "in {here:?}: {all:?}");
        }
    }

    /// Whatever the machine, the work is bounded: no kind is sorted as a whole, and each table is read once.
    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn a_word_that_all_names_have_sorts_none_of_them_as_a_whole(pool: PgPool) {
        let bench = Bench::new(pool).await;
        ten_thousand(&bench, "own").await;
        let explain = format!(
            "explain (analyze, costs off, timing off, summary off) {}",
            include_str!("find.sql")
        );
        let asked = sqlx::query_scalar::<_, String>(AssertSqlSafe(explain))
            .bind(vec!["%own%".to_owned()])
            .bind(Some(bench.engagement.0))
            .bind("own")
            .bind(EACH)
            .bind(SAMPLES_HERE)
            .bind(SAMPLES_EACH);
        let plan = asked.fetch_all(&mut *bench.act().await).await.unwrap().join("\n");
        let few = plan.matches("Sort Method: top-N heapsort").count();
        assert!(few >= 3, "parts, steps and samples each keep their few: {plan}");
        assert!(!plan.contains("external"), "nothing is sorted on the disk: {plan}");
        assert!(!plan.contains("WindowAgg"), "{plan}");
        assert!(plan.matches("Scan on part ").count() <= 2, "{plan}");
    }
}
