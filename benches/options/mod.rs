//! What a bench is asked for behind `--`, in criterion's words.

/// What stands behind `--`.
pub struct Options {
    /// Once is enough, to see that assertions hold: `--test`, or `cargo test --benches`.
    pub trial: bool,
    all: Vec<String>,
}

impl Options {
    pub fn of_process() -> Self {
        let all: Vec<String> = std::env::args().skip(1).collect();
        let mut options = Self { trial: false, all };
        // Cargo gives `--bench` where it is asked for benches.
        options.trial = options.has("--test") || !options.has("--bench");
        options
    }

    pub fn has(&self, option: &str) -> bool {
        self.all.iter().any(|each| each == option)
    }

    /// The number among the words; else a million, or a thousand for a trial.
    pub fn count(&self) -> usize {
        let number = self.all.iter().find_map(|each| each.parse().ok());
        number.unwrap_or(if self.trial { 1_000 } else { 1_000_000 })
    }

    /// What follows this prefix.
    pub fn value(&self, prefix: &str) -> Option<&str> {
        self.all.iter().find_map(|each| each.strip_prefix(prefix))
    }

    /// Whether the words that are no options choose this id: none chooses all.
    pub fn choose(&self, id: &str) -> bool {
        let mut words = self.all.iter().filter(|each| !each.starts_with("--")).peekable();
        words.peek().is_none() || words.any(|word| id.contains(word))
    }
}
