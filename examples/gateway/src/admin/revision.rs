//! A function's revision as an entity tag: RFC 9110, sections 8.8.3 and 13.1.1.

use axum::http::{HeaderMap, header};

use super::fault::Fault;

/// The entity tag of a revision.
pub(super) fn tag(revision: u64) -> String {
    format!("\"{revision}\"")
}

/// What `If-Match` demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// `*`: whatever it is.
    Any,
    /// One of these tags, quotes and all. Tags of revisions hold no commas.
    OneOf(Vec<String>),
}

impl Expected {
    /// What a request demands, which it must.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Fault> {
        let values = headers.get_all(header::IF_MATCH).into_iter();
        let values = values.filter_map(|value| value.to_str().ok());
        let tags: Vec<_> =
            values.flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect();
        match tags.as_slice() {
            [] => Err(Fault::NoRevision),
            [tag] if tag == "*" => Ok(Self::Any),
            _ => Ok(Self::OneOf(tags)),
        }
    }

    pub(super) fn is_met_by(&self, revision: u64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(tags) => tags.contains(&tag(revision)),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn assert_met(value: &'static str, met: bool) {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_static(value))]);
        assert_eq!(Expected::of(&headers).unwrap().is_met_by(12), met, "{value}");
    }

    #[test]
    fn a_tag_is_met_by_its_revision_alone() {
        assert_met("\"12\"", true);
        assert_met("\"11\" , \"12\"", true);
        assert_met("*", true);
        assert_met("\"13\"", false);
        assert_met("\"012\"", false);
    }

    #[test]
    fn what_is_no_strong_tag_is_met_by_none() {
        assert_met("12", false);
        assert_met("W/\"12\"", false);
        assert_met("\"11\", *", false);
        assert_met("", false);
    }

    #[test]
    fn without_one_it_is_demanded() {
        let fault = Expected::of(&HeaderMap::new()).unwrap_err();
        assert!(matches!(fault, Fault::NoRevision));
    }
}
