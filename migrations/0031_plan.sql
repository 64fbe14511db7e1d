-- The 60-day plan is a part of the document, and so is what was recorded of each of its lines. One plan at a time.
create unique index part_plan_unique on part (engagement_id) where not retired and kind = 'plan';
