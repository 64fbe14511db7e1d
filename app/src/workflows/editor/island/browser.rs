//! What the editor needs of the browser: elements by what they are for, events, time, and the server.
//! Nothing here knows a map.

use faultline::engines::map::editor::wire;
use js_sys::Uint8Array;
use leptos::prelude::Effect;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::convert::FromWasmAbi;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, EventTarget, Headers, RequestInit, Response, Window};

/// The window of the page.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// Its document.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// The first element that fits.
pub fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// The element in focus, if it is one of this type.
pub fn focused<T: JsCast>() -> Option<T> {
    document().active_element()?.dyn_into().ok()
}

/// What an event happened to, if it is one of this type.
pub fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// Listens for as long as the page is there.
pub fn on<E: FromWasmAbi + 'static>(
    target: &EventTarget,
    name: &str,
    listener: impl FnMut(E) + 'static,
) {
    let listener = Closure::<dyn FnMut(E)>::new(listener).into_js_value();
    // An event of that name is listened to, whatever it is.
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}

/// Calls back after some milliseconds; the number takes it back.
pub fn after(milliseconds: i32, callback: impl FnOnce() + 'static) -> i32 {
    let callback = Closure::once_into_js(callback);
    let timer = window().set_timeout_with_callback_and_timeout_and_arguments_0(
        callback.unchecked_ref(),
        milliseconds,
    );
    timer.unwrap_or_default()
}

/// Does not call back after all.
pub fn forget(timer: i32) {
    window().clear_timeout_with_handle(timer);
}

/// Runs something now and whenever what it reads changes; it is told whether this is the first time.
/// All of it is one kind of effect, since each kind is compiled anew.
pub fn watch(run: impl FnMut(bool) + 'static) {
    let mut run: Box<dyn FnMut(bool)> = Box::new(run);
    Effect::new(move |before: Option<()>| run(before.is_none()));
}

/// Whether somebody asked for less motion.
pub fn calm() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.ok().flatten().is_some_and(|query| query.matches())
}

/// Moves an element for a moment, by key frames as JSON.
pub fn animate(element: &Element, frames: &str, milliseconds: u32) {
    let animate = js_sys::Reflect::get(element, &"animate".into()).map(JsCast::dyn_into);
    let frames = js_sys::JSON::parse(frames);
    if let (Ok(Ok(animate)), Ok(frames)) = (animate, frames) {
        let animate: js_sys::Function = animate;
        // A browser without animations shows where it ends.
        let _ = animate.call2(element, &frames, &milliseconds.into());
    }
}

/// The number that a text begins with, as the browser reads it.
pub fn number(text: &str) -> Option<f64> {
    Some(js_sys::Number::parse_float(text)).filter(|number| number.is_finite())
}

/// Why the server did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It cannot be reached, or has to be asked again.
    Unreachable,
    /// Nobody is signed in any more.
    SignedOut,
    /// One may not ask this any more.
    Forbidden,
}

/// Asks the server.
pub async fn get<T: DeserializeOwned>(address: &str) -> Result<T, NoAnswer> {
    ask(address, &RequestInit::new()).await
}

/// Sends something to the server, to arrive even when the page is left meanwhile.
pub async fn post<T: DeserializeOwned>(
    address: &str,
    body: &impl Serialize,
) -> Result<T, NoAnswer> {
    let body = wire::encode(body);
    let request = RequestInit::new();
    request.set_method("POST");
    // Browsers let only this much outlive a page.
    if body.len() < 60_000 {
        let _ = js_sys::Reflect::set(&request, &"keepalive".into(), &true.into());
    }
    if let Ok(headers) = Headers::new() {
        let _ = headers.set("content-type", "application/octet-stream");
        request.set_headers(&headers);
    }
    request.set_body(&Uint8Array::from(&body[..]));
    ask(address, &request).await
}

async fn ask<T: DeserializeOwned>(address: &str, request: &RequestInit) -> Result<T, NoAnswer> {
    let asked = JsFuture::from(window().fetch_with_str_and_init(address, request)).await;
    let answer: Response =
        asked.ok().and_then(|answer| answer.dyn_into().ok()).ok_or(NoAnswer::Unreachable)?;
    // Who is not signed in any more is led to a page.
    if answer.redirected() {
        return Err(NoAnswer::SignedOut);
    }
    if matches!(answer.status(), 403 | 404) {
        return Err(NoAnswer::Forbidden);
    }
    let body = answer.array_buffer().map_err(|_| NoAnswer::Unreachable)?;
    let body = JsFuture::from(body).await.map_err(|_| NoAnswer::Unreachable)?;
    let body = Uint8Array::new(&body).to_vec();
    if answer.ok() {
        wire::decode(&body).ok_or(NoAnswer::Unreachable)
    } else {
        Err(NoAnswer::Unreachable)
    }
}
