//! Documents that are good but for what a test puts into them.

use pointsman::document::Document;
use serde_json::Value;

/// A document with a gap: what fills it alone decides whether the whole is good.
pub struct Gap {
    before: String,
    after: String,
    path: String,
}

impl Gap {
    pub fn within(&self, before: &str, after: &str, step: &str) -> Self {
        Self {
            before: format!("{}{before}", self.before),
            after: format!("{after}{}", self.after),
            path: format!("{}{step}", self.path),
        }
    }

    pub fn fill(&self, json: &str) -> String {
        format!("{}{json}{}", self.before, self.after)
    }

    /// Taken, and the same once it has been written and read again.
    #[track_caller]
    pub fn takes(&self, json: &str) -> Document<Value> {
        let document = read(&self.fill(json)).unwrap_or_else(|faults| panic!("{faults}"));
        let text = document.to_json().expect("what was read can be written");
        assert_eq!(read(&text).as_ref(), Ok(&document));
        assert_eq!(document.to_json().as_ref(), Ok(&text));
        document
    }

    /// Taken, and written with `written` in the gap's place.
    #[track_caller]
    pub fn writes(&self, json: &str, written: &str) {
        let text = self.takes(json).to_json().expect("what was read can be written");
        let place = self.path.replace('[', "/").replace(']', "").replace('.', "/");
        let value: Value = serde_json::from_str(&text).expect("it is JSON");
        let found = value.pointer(&format!("/{place}")).map(Value::to_string);
        assert_eq!(found.as_deref().unwrap_or("nothing"), written, "{json}");
    }

    /// Refused for this alone; the fault's path begins at the gap.
    #[track_caller]
    pub fn refuses(&self, json: &str, fault: &str) {
        self.refuses_all(json, &[fault]);
    }

    /// Refused for exactly these, in whatever order they are found.
    #[track_caller]
    pub fn refuses_all(&self, json: &str, faults: &[&str]) {
        let text = self.fill(json);
        let expected = faults.iter().map(|fault| format!("{}{fault}", self.path));
        // The whole has no path.
        let mut expected: Vec<_> =
            expected.map(|fault| fault.trim_start_matches(": ").to_owned()).collect();
        let found = read(&text).err().unwrap_or_default();
        let mut found: Vec<_> = found.lines().collect();
        expected.sort_unstable();
        found.sort_unstable();
        let start: String = json.chars().take(400).collect();
        assert_eq!(found, expected, "{start}");
    }
}

fn read(text: &str) -> Result<Document<Value>, String> {
    Document::from_json(text).map_err(|faults| faults.to_string())
}

pub fn whole() -> Gap {
    Gap { before: String::new(), after: String::new(), path: String::new() }
}

/// A function.
pub fn function() -> Gap {
    whole().within(r#"{"pointsman":1,"functions":["#, "]}", "functions[0]")
}

/// The versions of a function that has no aliases but `$DEFAULT`.
pub fn versions() -> Gap {
    function().within(r#"{"name":"B","versions":"#, "}", ".versions")
}

/// The aliases of a function with the versions 1, 2, 3 and `$LATEST`.
pub fn aliases() -> Gap {
    let before = r#"{"name":"B","versions":{"$LATEST":{},"1":{},"2":{},"3":{}},"aliases":"#;
    function().within(before, "}", ".aliases")
}

/// An alias.
pub fn alias() -> Gap {
    aliases().within(r#"{"release":"#, "}", ".release")
}

/// The weights beside main version 1.
pub fn weights() -> Gap {
    alias().within(r#"{"version":"1","weights":"#, "}", ".weights")
}

/// The slices beside a quarter for version 2 and nothing for version 3.
pub fn slices() -> Gap {
    let before = r#"{"version":"1","weights":{"2":0.25,"3":0},"slices":"#;
    alias().within(before, "}", ".slices")
}

/// What makes an alias sticky.
pub fn sticky() -> Gap {
    alias().within(r#"{"version":"1","sticky":"#, "}", ".sticky")
}

/// The rules of an alias.
pub fn rules() -> Gap {
    alias().within(r#"{"version":"1","rules":"#, "}", ".rules")
}

/// The condition of a rule.
pub fn when() -> Gap {
    rules().within(r#"[{"version":"2","when":"#, "}]", "[0].when")
}
