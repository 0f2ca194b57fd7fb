//! What may become of a text before it is read.

use arbitrary::Arbitrary;

/// One of the things that happen to a text that is kept.
#[derive(Debug, Arbitrary)]
pub(crate) struct Accident {
    at: u16,
    harm: Harm,
}

#[derive(Debug, Arbitrary)]
enum Harm {
    Lose(u8),
    Put(String),
    /// What stands somewhere else is put here.
    Repeat {
        from: u16,
        length: u8,
    },
    Flip(u8),
    /// Another digit at the next that there is.
    Digit(u8),
}

/// What is left of the text after all of them.
pub(crate) fn befall(accidents: &[Accident], text: String) -> String {
    let mut bytes = text.into_bytes();
    for accident in accidents {
        accident.befall(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Accident {
    fn befall(&self, bytes: &mut Vec<u8>) {
        let at = usize::from(self.at) % (bytes.len() + 1);
        match &self.harm {
            Harm::Lose(length) => {
                bytes.drain(at..bytes.len().min(at + usize::from(*length)));
            }
            Harm::Put(text) => drop(bytes.splice(at..at, text.bytes())),
            Harm::Repeat { from, length } => {
                let from = usize::from(*from) % (bytes.len() + 1);
                let part = bytes[from..bytes.len().min(from + usize::from(*length))].to_vec();
                drop(bytes.splice(at..at, part));
            }
            Harm::Flip(bits) => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= bits),
            Harm::Digit(digit) => {
                if let Some(byte) = bytes.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                    *byte = b'0' + digit % 10;
                }
            }
        }
    }
}
