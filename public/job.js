import { $ } from "./page.js";

// How far a job is, without loading the page again. What is over, gone, or needs somebody to sign in, the page itself tells.
const job = $("[data-progress]");
let shown = "";
const follow = async () => {
  // Offline, or while the server starts again, the next look may succeed.
  const answer = await fetch(job.dataset.progress, { redirect: "manual" }).catch(() => null);
  if (answer && !answer.ok && answer.status < 500) return location.reload();
  const told = answer?.ok ? await answer.text() : shown;
  // It is read out when it changes.
  if (told !== shown) job.innerHTML = shown = told;
  setTimeout(follow, 700);
};
if (job) setTimeout(follow, 500);
