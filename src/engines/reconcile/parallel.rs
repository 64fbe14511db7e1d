//! Work on many things by several threads, whose results come out in order.
//! Only a window of them is ever held.

use super::failed::Failed;
use super::watch::Watch;
use std::thread;

/// Things that a thread works on before results are handed over.
const WINDOW: usize = 1_024;

/// Does `work` on every item and hands its results to `take`, in the items' order. Each thread works with what `make`
/// gives it.
pub fn in_order<Item: Sync, Done: Send, Own>(
    items: &[Item],
    (threads, watch): (usize, &Watch),
    make: impl Fn() -> Own + Sync,
    work: impl Fn(&mut Own, &Item) -> Result<Done, Failed> + Sync,
    mut take: impl FnMut(Done),
) -> Result<(), Failed> {
    let part = |items: &[Item]| {
        let mut own = make();
        items.iter().map(|item| work(&mut own, item)).collect::<Result<Vec<Done>, _>>()
    };
    for window in items.chunks(WINDOW * threads) {
        if watch.is_stopped() {
            return Err(Failed::Stopped);
        }
        let done = thread::scope(|scope| {
            let mut parts = window.chunks(window.len().div_ceil(threads));
            let first = parts.next().unwrap_or_default();
            let others: Vec<_> = parts.map(|items| scope.spawn(|| part(items))).collect();
            let mut done = vec![part(first)];
            done.extend(
                others.into_iter().map(|other| other.join().unwrap_or(Err(Failed::Stopped))),
            );
            done
        });
        for part in done {
            part?.into_iter().for_each(&mut take);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        let items: Vec<usize> = (0..WINDOW * 5 + 3).collect();
        for threads in [1, 2, 3, 7] {
            let mut taken = Vec::new();
            let watch = Watch::default();
            in_order(
                &items,
                (threads, &watch),
                || (),
                |(), item| Ok(item * 2),
                |done| taken.push(done),
            )
            .unwrap();
            assert!(taken.iter().copied().eq(items.iter().map(|item| item * 2)));
        }
    }
}
