//! Work on many things by several threads, whose results come out in order.
//! Only a few windows of them are ever held.

use super::failed::Failed;
use super::watch::Watch;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Things that a thread works on before their results are handed over.
const WINDOW: usize = 256;

/// Does `work` on things by their numbers, `count` of them from zero, and hands its results to `take` in that order.
/// Each thread works with what `make` gives it, on every so many-th window, and has at most two that are not taken yet.
pub fn in_order<Done: Send, Own>(
    count: usize,
    (threads, watch): (usize, &Watch),
    make: impl Fn() -> Own + Sync,
    work: impl Fn(&mut Own, usize) -> Result<Done, Failed> + Sync,
    mut take: impl FnMut(Done),
) -> Result<(), Failed> {
    let windows = count.div_ceil(WINDOW);
    let threads = threads.min(windows);
    let (make, work) = (&make, &work);
    thread::scope(|scope| {
        let start = |first: usize| {
            let (give, given) = sync_channel::<Result<Vec<Done>, Failed>>(1);
            let mine = (first..windows).step_by(threads);
            let worker = scope.spawn(move || {
                let mut own = make();
                for window in mine {
                    let numbers = window * WINDOW..((window + 1) * WINDOW).min(count);
                    let done = numbers.map(|number| work(&mut own, number)).collect();
                    // Nobody takes it any more when another thread failed.
                    if give.send(done).is_err() {
                        break;
                    }
                }
            });
            (given, worker)
        };
        let (queues, workers): (Vec<_>, Vec<_>) = (0..threads).map(start).unzip();
        let taken = queues.iter().cycle().take(windows).try_for_each(|queue| {
            if watch.is_stopped() {
                return Err(Failed::Stopped);
            }
            let done = queue.recv().unwrap_or(Err(Failed::Stopped))?;
            done.into_iter().for_each(&mut take);
            Ok(())
        });
        drop(queues);
        workers.into_iter().for_each(|worker| drop(worker.join()));
        taken
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        let count = WINDOW * 5 + 3;
        for threads in [1, 2, 3, 7] {
            let mut taken = Vec::new();
            let watch = Watch::default();
            let twice = |(): &mut (), number: usize| Ok(number * 2);
            in_order(count, (threads, &watch), || (), twice, |done| taken.push(done)).unwrap();
            assert!(taken.into_iter().eq((0..count).map(|number| number * 2)));
        }
    }

    #[test]
    fn a_thread_that_fails_or_panics_ends_them_all_and_nothing_behind_it_is_taken() {
        let (bad, watch) = (WINDOW * 4 + 1, Watch::default());
        for (threads, panics) in [(1, false), (2, false), (3, false), (1, true), (2, true)] {
            let mut taken = 0;
            let work = |(): &mut (), number: usize| {
                assert!(number != bad || !panics, "on purpose");
                if number == bad { Err(Failed::Stopped) } else { Ok(()) }
            };
            let ended = in_order(WINDOW * 50, (threads, &watch), || (), work, |()| taken += 1);
            assert!(matches!(ended, Err(Failed::Stopped)));
            assert_eq!(taken, WINDOW * 4, "{threads} threads");
        }
    }
}
