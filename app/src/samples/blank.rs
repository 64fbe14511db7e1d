//! Blanking parts of a picture: a grid lies over it, what is ticked is drawn black on the server.
//! The picture as it was is not kept; it needs no script.

use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{EditForm, Link, Notice, PageHeader, Tone};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::platform::ids::{AttachmentId, EngagementId, SampleId};
use faultline::stores::access::EditWork;
use faultline::stores::attachments::{Attachment, Part, Refused, blank, store};
use faultline::stores::engagement::load;

/// The page's title.
const TITLE: &str = "Blank parts of a picture";
/// Parts of a picture side by side, and the fewest and most of them one above the other.
const ACROSS: u32 = 16;
/// See [`ACROSS`].
const DOWN: (u32, u32) = (4, 32);

/// The grid over a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grid {
    width: u32,
    height: u32,
    across: u32,
    down: u32,
}

impl Grid {
    /// The grid of a file; none where it is no picture.
    fn of(file: &Attachment) -> Option<Self> {
        let size = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok());
        let (width, height) = (size(file.width)?, size(file.height)?);
        if !file.format.is_picture() || width == 0 || height == 0 {
            return None;
        }
        let square = (u64::from(ACROSS) * u64::from(height)).div_ceil(u64::from(width));
        let down = u32::try_from(square).unwrap_or(u32::MAX).clamp(DOWN.0, DOWN.1);
        Some(Self { width, height, across: ACROSS.min(width), down: down.min(height) })
    }

    /// The part of the picture under a field, by its row and column from 0.
    fn part(self, row: u32, column: u32) -> Option<Part> {
        let edge = |at: u32, of: u32, side: u32| {
            u32::try_from(u64::from(at) * u64::from(side) / u64::from(of)).unwrap_or(side)
        };
        if row >= self.down || column >= self.across {
            return None;
        }
        let left = edge(column, self.across, self.width);
        let top = edge(row, self.down, self.height);
        let right = edge(column + 1, self.across, self.width);
        let bottom = edge(row + 1, self.down, self.height);
        Some(Part { left, top, width: right - left, height: bottom - top })
    }

    /// The parts that were ticked.
    fn ticked(self, sent: &Form) -> Vec<Part> {
        let part = |field: &str| {
            let (row, column) = field.split_once('.')?;
            self.part(row.parse().ok()?, column.parse().ok()?)
        };
        sent.all("part").take((self.across * self.down) as usize).filter_map(part).collect()
    }
}

/// The page.
pub async fn show(
    context: RequestContext,
    Path((engagement, id, file)): Path<(EngagementId, SampleId, AttachmentId)>,
) -> Result<Response, HttpError> {
    page(&context, engagement, id, file, None).await
}

/// Draws what was ticked, and forgets the picture as it was.
pub async fn draw(
    context: RequestContext,
    Path((engagement, id, file)): Path<(EngagementId, SampleId, AttachmentId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let found = store::one(&mut *context.look().await?, grant, id, file).await?;
    let found = found.ok_or(HttpError::NotFound)?;
    let Some(grid) = Grid::of(&found) else { return Ok(no_picture(engagement, id)) };
    let parts = grid.ticked(&sent);
    if parts.is_empty() {
        let problem = "Tick the parts that nobody should see.";
        return page(&context, engagement, id, file, Some(problem)).await;
    }
    let files = &context.app.files;
    let bytes = files.get(engagement, file).await.map_err(|error| HttpError::internal(&error))?;
    let (bytes, count) = (bytes.ok_or(HttpError::NotFound)?, parts.len());
    let drawn = blank(bytes, found.name, found.format, parts).await;
    let drawn = drawn.map_err(|error: Refused| HttpError::internal(&error))?;
    let new: AttachmentId = uuid::Builder::from_random_bytes(rand::random()).into_uuid().into();
    let put = files.put(engagement, new, drawn.bytes().to_vec()).await;
    put.map_err(|error| HttpError::internal(&error))?;
    let kept = (new, drawn);
    let mut tx = context.act().await?;
    let replaced = store::replace(&mut tx, grant, id, file, &kept, count).await;
    let done = match replaced {
        Ok(()) => tx.commit().await.map_err(HttpError::from),
        Err(error) => Err(error.into()),
    };
    // Whichever has no row any more: the picture as it was, or the one that was drawn.
    files.forget(engagement, &[if done.is_ok() { file } else { new }]).await;
    done?;
    Ok(go(&at(engagement, &format!("samples/{id}?saved=1#files-section"))))
}

/// Leads back from a file that has no parts to blank.
fn no_picture(engagement: EngagementId, id: SampleId) -> Response {
    go(&at(engagement, &format!("samples/{id}#files-section")))
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    id: SampleId,
    file: AttachmentId,
    problem: Option<&'static str>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let found = store::one(&mut tx, grant, id, file).await?.ok_or(HttpError::NotFound)?;
    let Some(grid) = Grid::of(&found) else { return Ok(no_picture(engagement, id)) };
    let loaded = load(&mut tx, grant).await?;
    drop(tx);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(context.render(status, TITLE, false, || {
        let page = view! { <BlankPage engagement file=found grid problem /> };
        frame::engagement(context, nav, page)
    }))
}

/// The page.
#[component]
fn BlankPage(
    engagement: EngagementId,
    file: Attachment,
    grid: Grid,
    problem: Option<&'static str>,
) -> impl IntoView {
    let samples = at(engagement, "samples");
    let sample = format!("{samples}/{}", file.sample);
    let trail = vec![Link::new(samples, "Failure samples"), Link::new(sample.clone(), "Sample")];
    let action = format!("{sample}/files/{}/blank", file.id);
    let handed_out = file.handed_out.map(|number| {
        format!(
            "It was handed out with version {number}. Once you blank a part of it, the client’s room says that it was withdrawn; hand out the new one with the next version."
        )
    });
    view! {
        <PageHeader
            title=TITLE
            trail
            lede="Tick what nobody should see. It is drawn black; the picture as it was is not kept, and cannot be had again."
        />
        {problem.map(|title| view! { <Notice tone=Tone::Fault title /> })}
        {handed_out.map(|title| view! { <Notice tone=Tone::Doubt title /> })}
        <EditForm action save="Blank the ticked parts" cancel=sample>
            <GridOverPicture engagement file grid />
        </EditForm>
    }
}

/// The picture with the grid over it.
#[component]
fn GridOverPicture(engagement: EngagementId, file: Attachment, grid: Grid) -> impl IntoView {
    let src = at(engagement, &format!("files/{}", file.id));
    let alt = format!("Screenshot: {}", file.name);
    let rows = (0..grid.down).map(|row| view! { <GridRow row grid /> });
    view! {
        <div class="blanking">
            <img src=src alt=alt width=grid.width height=grid.height />
            <div class="blank-grid">{rows.collect_view()}</div>
        </div>
    }
}

#[component]
fn GridRow(row: u32, grid: Grid) -> impl IntoView {
    let fields = (0..grid.across).map(|column| {
        let label = format!("Row {}, column {}", row + 1, column + 1);
        view! { <label><input type="checkbox" name="part" value=format!("{row}.{column}") aria-label=label /></label> }
    });
    let label = format!("Row {} of {}", row + 1, grid.down);
    view! { <div class="blank-row" role="group" aria-label=label>{fields.collect_view()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(width: u32, height: u32) -> Grid {
        let file = Attachment {
            id: uuid::Uuid::nil().into(),
            sample: SampleId::new(),
            name: "shot.png".into(),
            format: faultline::stores::attachments::Format::Png,
            bytes: 1,
            width: i32::try_from(width).ok(),
            height: i32::try_from(height).ok(),
            replaced: Vec::new(),
            added_by: None,
            handed_out: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
        };
        Grid::of(&file).unwrap()
    }

    #[test]
    fn the_parts_of_a_grid_cover_the_picture_once() {
        for (width, height) in [(1_280, 720), (100, 5_000), (3, 2), (5_000, 10), (17, 33)] {
            let grid = grid(width, height);
            let parts: Vec<Part> = (0..grid.down)
                .flat_map(|row| (0..grid.across).filter_map(move |column| grid.part(row, column)))
                .collect();
            let covered: u64 =
                parts.iter().map(|part| u64::from(part.width) * u64::from(part.height)).sum();
            assert_eq!(covered, u64::from(width) * u64::from(height), "{width} × {height}");
            assert!(parts.iter().all(|part| part.left + part.width <= width));
        }
    }

    #[test]
    fn what_is_outside_of_the_grid_is_nothing() {
        let mut sent = Form::default();
        for field in ["0.0", "99.0", "0.99", "x", "-1.2", "1.1"] {
            sent.push("part", field);
        }
        assert_eq!(grid(160, 160).ticked(&sent).len(), 2);
    }
}
