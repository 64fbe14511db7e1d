//! Catalogues: every fixed list of the domain is an enum with a key (stored) and a label (shown).
//! A page must never spell an entry itself; it asks the catalogue.

/// A text that is no entry of the catalogue it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not a known {catalogue}")]
pub struct UnknownKey {
    /// The enum's name.
    pub catalogue: &'static str,
    /// What was given.
    pub text: String,
}

/// An enum that is a catalogue: pages and forms work on any of them.
pub trait Catalogue: Copy + Eq + 'static {
    /// Every entry, in the order of the domain.
    const ALL: &'static [Self];
    /// The stored form, in `snake_case`.
    fn key(self) -> &'static str;
    /// The shown form.
    fn label(self) -> &'static str;
    /// The entry with this key.
    ///
    /// # Errors
    /// [`UnknownKey`] when no entry has it.
    fn from_key(key: &str) -> Result<Self, UnknownKey>;
}

/// Makes a catalogue enum: `Variant => "key", "Label";`.
macro_rules! catalogue {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident => $key:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, sqlx::Type), sqlx(type_name = "text"))]
        pub enum $name {
            $($(#[$vmeta])* #[doc = $label] #[serde(rename = $key)] #[cfg_attr(feature = "ssr", sqlx(rename = $key))] $variant,)+
        }

        impl $crate::platform::catalogue::Catalogue for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }
            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
            fn from_key(key: &str) -> Result<Self, $crate::platform::catalogue::UnknownKey> {
                match key {
                    $($key => Ok(Self::$variant),)+
                    _ => Err($crate::platform::catalogue::UnknownKey { catalogue: stringify!($name), text: key.chars().take(80).collect() }),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::platform::catalogue::UnknownKey;
            fn from_str(key: &str) -> Result<Self, Self::Err> {
                <Self as $crate::platform::catalogue::Catalogue>::from_key(key)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::platform::catalogue::Catalogue::label(*self))
            }
        }
    };
}
pub(crate) use catalogue;
