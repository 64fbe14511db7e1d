//! The pages that a request is answered with: to read, with a script of their own, or with islands.
//! Every one is written here, so that each has its nonce, its title and the stamps of its forms.

use super::stamp::stamped;
use super::{Islands, RequestContext};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::site::FONTS;
use crate::ui::markup::without_marks;
use crate::ui::{Text, Writer};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use hydration_context::SsrSharedContext;
use memchr::memmem;
use std::sync::Arc;

/// What a page belongs to, which its title tells: ten tabs of one kind are told apart by it. A frame provides it.
#[derive(Debug, Clone)]
pub struct Within(pub Text);

/// Scripts that only some pages need, by what stands in those. All of them work without.
const SCRIPTS: [(&str, &str); 3] = [
    (" data-drop", "files.js"),
    (" data-progress", "job.js"),
    ("<table class=\"grid\"", "grid.js"),
];

/// What the product is, for whoever looks a page up.
const DESCRIPTION: &str =
    "From integration failure to a reasoned verdict: patch, stabilise or rebuild.";

impl RequestContext {
    /// A page to read: no wasm.
    pub fn page<V: IntoView>(&self, title: &str, body: impl FnOnce() -> V) -> Response {
        self.render(StatusCode::OK, title, false, body)
    }

    /// A page that shows how far a job is: a script brings it up to date, or without one the page loads itself again.
    pub fn waiting<V: IntoView>(&self, title: &str, body: impl FnOnce() -> V) -> Response {
        let head = || {
            view! {
                <noscript>
                    <meta http-equiv="refresh" content="2" />
                </noscript>
            }
        };
        self.document(StatusCode::OK, title, head, body)
    }

    /// A piece of a page, for a script that asks for it.
    pub fn piece<V: IntoView>(&self, body: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let headers = [(header::CACHE_CONTROL, "no-store")];
        (headers, Html(without_marks(owner.with(|| body().markup()).into_string()))).into_response()
    }

    /// A form that was sent and must be put right: the page again, with what was typed.
    pub fn again<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        body: impl FnOnce() -> V,
    ) -> Response {
        self.render(status, title, false, body)
    }

    /// A whole page; one with `islands` brings the program that takes them up.
    pub fn render<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        islands: bool,
        body: impl FnOnce() -> V,
    ) -> Response {
        let site = &self.app.site;
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        let head = || {
            islands.then(|| {
                let (program, wasm) = (site.url("app.js"), site.url("app_bg.wasm"));
                view! {
                    // Without scripts neither of them is fetched.
                    <link rel="modulepreload" id="islands" href=program data-wasm=wasm nonce=nonce.clone() />
                    <script type="module" src=site.url("islands.js") nonce=nonce.clone()></script>
                }
            })
        };
        let mut page = self.document(status, title, head, body);
        if islands {
            page.extensions_mut().insert(Islands);
        }
        page
    }

    fn document<H: IntoView, V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        head: impl FnOnce() -> H,
        body: impl FnOnce() -> V,
    ) -> Response {
        let site = &self.app.site;
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        // What a browser keeps of unsent forms is kept for one person.
        let person = self.actor.as_ref().map(|actor| actor.person.to_string());
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            let body = body().markup();
            let has =
                |mark: &str| memmem::find(body.as_str().as_bytes(), mark.as_bytes()).is_some();
            let scripts = SCRIPTS.iter().filter(|(mark, _)| has(mark)).map(|(_, script)| {
                view! { <script type="module" src=site.url(script) nonce=nonce.clone()></script> }
            });
            let scripts = scripts.collect_view();
            let mut fonts = Writer::default();
            for font in FONTS {
                fonts.html(r#"<link rel="preload" as="font" type="font/woff2" crossorigin href=""#);
                fonts.text(&site.url(font)).html(r#"">"#);
            }
            let title = match use_context::<Within>() {
                Some(Within(within)) if within != title => {
                    format!("{title} · {within} · Faultline")
                }
                _ => format!("{title} · Faultline"),
            };
            view! {
                <!DOCTYPE html>
                <html lang="en" data-person=person>
                    <head>
                        <meta charset="utf-8" />
                        <meta name="viewport" content="width=device-width, initial-scale=1" />
                        <meta name="color-scheme" content="light dark" />
                        <meta name="description" content=DESCRIPTION />
                        <title>{title}</title>
                        <link rel="icon" href=site.url("favicon.svg") type="image/svg+xml" />
                        <link rel="stylesheet" href=site.url("app.css") />
                        {fonts.done()}
                        <script type="module" src=site.url("page.js") nonce=nonce.clone()></script>
                        {scripts}
                        {head()}
                    </head>
                    <body>{body}</body>
                </html>
            }
            .markup()
        });
        let headers = [(header::CACHE_CONTROL, "no-store")];
        let page = without_marks(html.into_string());
        // What a visitor sends is answered alike, however often it comes.
        let page = if self.actor.is_some() { stamped(page) } else { page };
        (status, headers, Html(page)).into_response()
    }

    /// The page a fault is shown on.
    #[must_use]
    pub fn error_page(&self, fault: HttpError) -> Response {
        let (heading, advice) = fault.words();
        self.render(fault.status(), heading, false, || {
            view! {
                <main class="plain" id="main">
                    <h1>{heading}</h1>
                    <p>{advice}</p>
                    <p>
                        <a href="/">"Front page"</a>
                    </p>
                </main>
            }
        })
    }
}
