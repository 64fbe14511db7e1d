//! The colours of a drawing by what they mean.
//! A page decides them through its own properties; a drawing that stands alone brings those of light paper.

/// Where the colours come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// From the custom properties of the page (`--map-ink` and so on), light or dark.
    Page,
    /// Written out: for print, PDF and files.
    Literal,
}

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// Outlines of steps and their names.
    Ink,
    /// Captions and conditions.
    Quiet,
    /// Flows.
    Line,
    /// Rules between lanes.
    Lane,
    /// What is drawn on.
    Paper,
    /// The inside of a step.
    Box,
    /// The inside of a step done by hand.
    Shade,
    /// Where it breaks.
    Fault,
}

impl Ink {
    /// The colour for a meaning, as an attribute value.
    pub fn colour(self, token: Token) -> &'static str {
        let (page, literal) = match token {
            Token::Ink => ("var(--map-ink,#1b1a17)", "#1b1a17"),
            Token::Quiet => ("var(--map-quiet,#535048)", "#535048"),
            Token::Line => ("var(--map-line,#85817a)", "#85817a"),
            Token::Lane => ("var(--map-lane,#dedad0)", "#dedad0"),
            Token::Paper => ("var(--map-paper,#fbfaf6)", "#fbfaf6"),
            Token::Box => ("var(--map-box,#ffffff)", "#ffffff"),
            Token::Shade => ("var(--map-shade,#f3f1ea)", "#f3f1ea"),
            Token::Fault => ("var(--map-fault,#a02318)", "#a02318"),
        };
        match self {
            Self::Page => page,
            Self::Literal => literal,
        }
    }
}
