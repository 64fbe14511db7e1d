//! The rules by which exports are compared: chosen, refused, changed, and suggested by what differs.

use super::{Bench, ERP, SHOP, fields};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_cannot_be_compared_comes_back_with_what_was_chosen(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (page, form) = bench.check(SHOP, ERP, None).await;
    let with = |changes: &[(&str, &str)]| {
        let mut form = form.clone();
        for (name, value) in changes {
            form.retain(|(it, _)| it != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        form
    };
    for (changes, told) in [
        (&[("role.0", "compare")][..], "Name a key"),
        (&[("within.2", "soon")], "Write a tolerance as a number"),
        (&[("a_zone.2", "Atlantis")], "“Atlantis” is no time zone"),
        (&[("b.2", "3")], "is compared with two columns"),
        (&[("late", "2")], "cannot say what is late"),
        (&[("same.3", "PAID")], "Write values that mean the same"),
    ] {
        let answer = bench.post(&page, &with(changes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
        let (name, value) = changes[0];
        let typed =
            name.starts_with("same") || fields(&answer.body).contains(&(name.into(), value.into()));
        assert!(typed, "{name} comes back as it was sent");
    }
    assert_eq!(bench.number("job where kind = 'reconciliation'").await, 0);
    let saved = bench.post(&page, &with(&[("case.4", "true")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    bench.browser.post(&format!("{}/cancel", saved.location()), &[]).await;
    let stale = bench.post(&page, &form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Two versions of the same row"), "{}", stale.body);
    assert!(stale.body.contains("capitals don’t count"), "{}", stale.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn values_that_mean_the_same_and_tolerances_are_no_differences(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a = "id,total,state\n1,10.00,PAID\n2,11.00,OPEN\n3,12.00,PAID\n";
    let b = "id,total,state\n1,10.01,settled\n2,11.00,open\n3,12.50,settled\n";
    let (page, mut form) = bench.check(a, b, None).await;
    form.retain(|(name, _)| name != "within.1");
    for (name, value) in [("within.1", "0.01"), ("same.2", "PAID = settled\nOPEN = open")] {
        form.push((name.into(), value.into()));
    }
    let job = bench.post(&page, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 1);
    assert!(page.body.contains("PAID = settled"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn rules_are_changed_and_compared_again_without_sending_the_files(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a = "id,state\n1,PAID\n2,PAID\n3,PAID\n4,OPEN\n";
    let b = "id,state\n1,settled\n2,settled\n3,settled\n4,OPEN\n";
    let (at, page) = bench.compare(a, b, None).await;
    assert_eq!(bench.own("reconciliation_difference").await, 3, "nothing is learned by itself");
    for told in ["Treated as equal", "Do these mean the same?", "Change the rules"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let settings = format!("{at}/settings");
    let shown = bench.browser.get(&settings).await;
    for told in ["These exports were compared already.", "Do these mean the same in"] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    let mut form = fields(&shown.body);
    form.push(("take.1".into(), "PAID = settled".into()));
    let job = bench.post(&settings, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 0);
    assert!(page.body.contains("“PAID” is “settled”"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_the_differences_suggest_is_ticked_and_compared_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a =
        "id,state,note\n#10001,PAID,x\n#10002,PAID,y\n10003,PAID,z\n10004,PAID,w\n10005,PAID,v\n";
    let b = "id,state\n10001,settled\n10002,settled\n10003,settled\n10004,settled\n10005,settled\n";
    let (at, page) = bench.compare(a, b, None).await;
    assert_eq!(bench.own("reconciliation_difference").await, 7, "nothing is learned by itself");
    for told in ["Not compared, only in", "note", "value-0", "key-0", "“#” around it doesn’t count"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let hints = format!("{at}/hints");
    let version = fields(&page.body).into_iter().find(|(name, _)| name == "version").unwrap().1;
    let form = |ticks: &[&str], version: &str| {
        let mut form = vec![("version".to_owned(), version.to_owned())];
        form.extend(ticks.iter().map(|tick| ("hint".to_owned(), (*tick).to_owned())));
        form
    };
    let nothing = bench.post(&hints, &form(&[], &version)).await;
    assert!(nothing.body.contains("Tick first what is to be treated"), "{}", nothing.body);
    let stale = bench.post(&hints, &form(&["value-0"], "0")).await;
    assert!(stale.body.contains("compared again meanwhile"), "{}", stale.body);
    let job =
        bench.post(&hints, &form(&["value-0", "key-0"], &version)).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 0, "{}", page.body);
    assert!(page.body.contains("“PAID” is “settled”"), "{}", page.body);
}
