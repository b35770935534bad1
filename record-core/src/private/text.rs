//! Text put together by the compiler, for the messages of failed assertions: `panic!` in a constant formats nothing.

/// A text of at most [`Text::CAPACITY`] bytes; what does not fit is cut off.
pub(crate) struct Text {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Text {
    const CAPACITY: usize = 512;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0 }
    }

    /// The text, and `more` after it.
    pub(crate) const fn push(mut self, more: &str) -> Self {
        let (more, mut i) = (more.as_bytes(), 0);
        while i < more.len() && self.len < Self::CAPACITY {
            self.bytes[self.len] = more[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    /// The text, and a number in decimal after it.
    pub(crate) const fn number(mut self, number: usize) -> Self {
        if number >= 10 {
            self = self.number(number / 10);
        }
        let (_, from) = "0123456789".split_at(number % 10);
        let (digit, _) = from.split_at(1);
        self.push(digit)
    }

    /// The text, and "1 byte" or "2 bytes" after it.
    pub(crate) const fn count(self, count: usize, noun: &str) -> Self {
        let text = self.number(count).push(" ").push(noun);
        if count == 1 { text } else { text.push("s") }
    }

    /// The whole text; without its end, if it was cut off inside a character.
    pub(crate) const fn as_str(&self) -> &str {
        let (bytes, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let (bytes, _) = bytes.split_at(error.valid_up_to());
                match core::str::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(_) => "",
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn numbers_and_counts() {
        let text = Text::new().number(0).push(" ").number(1_234_567_890).push(" ");
        assert_eq!(
            text.count(1, "byte").push(" ").count(20, "byte").as_str(),
            "0 1234567890 1 byte 20 bytes"
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let mut text = Text::new().push("x");
        for _ in 0..300 {
            text = text.push("ä");
        }
        assert_eq!(text.as_str().chars().count(), 1 + 255);
    }
}
