use super::alias::{AliasDiff, Side};
use super::moves::Move;
use crate::trial::{Carried, Trial, decided};
use crate::{AttributeKey, Attributes, Request};

/// An alias before a change and after it, on which recorded keys and requests are tried: who moves?
///
/// # What a recorded key tells
///
/// A key is the value of one attribute: the first that the alias is sticky on, afterwards, or else
/// before; [`Replay::of`] takes another. Rules that ask for this very attribute are honoured. All else
/// that a request may carry is not known and is taken to be missing: a rule on another attribute
/// matches nobody but by `not present`, and another sticky key, though it would come first, is not
/// there. Where the key doesn't decide, since the alias isn't sticky on it, the version is not known
/// either.
///
/// A recorded [`Request`] tells everything.
///
/// ```
/// use pointsman::{Alias, Function, Move, MoveCounts, Split, Weight};
///
/// let mut function = Function::new("B".parse()?, ());
/// let [v1, v2] = [function.publish()?, function.publish()?];
/// let tenth = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let old = Alias::to(tenth).sticky_on("invoke.headers.User".parse()?);
/// function.create_alias("release".parse()?, old.clone())?;
///
/// let new = old.with_split(Split::new(v1, [(v2, Weight::from_percent(80)?)])?);
/// let diff = function.diff_alias("release", &new)?;
/// let replay = diff.replay().ok_or("it is there before and after")?;
/// assert_eq!(replay.key("Bob"), None);
/// assert_eq!(replay.key("user-42"), Some(Move { from: Some(v1), to: Some(v2) }));
///
/// let keys = ["Bob", "user-42", "Ann"];
/// let counts: MoveCounts = replay.keys(keys).map(|(_, each)| each).collect();
/// assert_eq!(counts.to_string(), "2 move from version 1 to version 2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Cost
///
/// Both aliases are compiled once, as for a table; then a key or a request costs two
/// [`Route::resolve`](crate::Route::resolve)s, and nothing allocates.
#[derive(Debug, Clone)]
pub struct Replay {
    before: Trial,
    after: Trial,
    attribute: Option<AttributeKey>,
}

impl AliasDiff<'_> {
    /// Both aliases, for recorded keys and requests; `None` if the alias is created or deleted.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let function = Function::new("B".parse()?, ());
    /// let new = Alias::to(Version::LATEST);
    /// assert!(function.diff_alias("$DEFAULT", &new)?.replay().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn replay(&self) -> Option<Replay> {
        let (before, after) = self.sides()?;
        let sticky = after.alias.sticky().or(before.alias.sticky());
        let attribute = sticky.and_then(|sticky| sticky.keys().first()).cloned();
        let trial = |side: Side<'_>| Trial::new(side.function, self.name(), side.alias);
        Some(Replay { before: trial(before), after: trial(after), attribute })
    }
}

impl Replay {
    /// The same for keys that are values of this attribute.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Move, Version};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let v1 = function.publish()?;
    /// let bob = "invoke.headers.User exact Bob".parse()?;
    /// let new = Alias::to(Version::LATEST).rule(bob, v1);
    /// let diff = function.diff_alias("$DEFAULT", &new)?;
    /// let replay = diff.replay().ok_or("it is there before and after")?;
    /// let replay = replay.of("invoke.headers.User".parse()?);
    /// assert_eq!(replay.key("Bob"), Some(Move { from: Some(Version::LATEST), to: Some(v1) }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(self, attribute: AttributeKey) -> Self {
        Self { attribute: Some(attribute), ..self }
    }

    /// The attribute of which keys are values; `None` if the alias is not sticky and none was
    /// [given](Self::of), and then a key tells nothing.
    #[must_use]
    pub fn attribute(&self) -> Option<&AttributeKey> {
        self.attribute.as_ref()
    }

    /// How a key moves; `None` if it surely stays.
    #[must_use]
    pub fn key(&self, key: impl AsRef<[u8]>) -> Option<Move> {
        self.keys([key]).next().map(|(_, each)| each)
    }

    /// Those of the keys that move, or may, and how.
    pub fn keys<K: AsRef<[u8]>>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> impl Iterator<Item = (K, Move)> {
        let (before, after) = (self.before.route(), self.after.route());
        keys.into_iter().filter_map(move |key| {
            let carried = Carried { attribute: self.attribute(), value: key.as_ref() };
            let from = before.and_then(|route| decided(&route, &carried));
            let to = after.and_then(|route| decided(&route, &carried));
            (from.is_none() || from != to).then_some((key, Move { from, to }))
        })
    }

    /// How a request moves; `None` if it stays.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Point, Request, Split, Version, Weight};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let v1 = function.publish()?;
    /// let half = Split::new(Version::LATEST, [(v1, Weight::from_percent(50)?)])?;
    /// let new = Alias::to(half);
    /// let diff = function.diff_alias("$DEFAULT", &new)?;
    /// let replay = diff.replay().ok_or("it is there before and after")?;
    /// let moves = |point| replay.request(&Request::new(&(), point)).is_some();
    /// assert!(moves(Point::MIN) && !moves(Point::MAX));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn request<A: Attributes + ?Sized>(&self, request: &Request<'_, A>) -> Option<Move> {
        let [from, to] = [&self.before, &self.after]
            .map(|trial| trial.route().map(|route| route.resolve(request).version()));
        (from != to).then_some(Move { from, to })
    }
}
