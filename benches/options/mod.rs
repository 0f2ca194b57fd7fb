//! What a bench is asked for behind `--`, in criterion's words.

/// The options that all benches of their own know.
pub struct Options {
    /// Once is enough, to see that assertions hold: `--test`, or `cargo test --benches`.
    pub trial: bool,
    /// What else there is: parts of ids.
    words: Vec<String>,
}

impl Options {
    pub fn of_process() -> Self {
        let all: Vec<String> = std::env::args().skip(1).collect();
        let has = |option: &str| all.iter().any(|each| each == option);
        // Cargo gives `--bench` where it is asked for benches.
        let trial = has("--test") || !has("--bench");
        Self { trial, words: all.into_iter().filter(|each| !each.starts_with("--")).collect() }
    }

    /// Whether the words choose this id: none chooses all.
    pub fn choose(&self, id: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| id.contains(word))
    }
}
